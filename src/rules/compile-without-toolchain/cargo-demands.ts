import { crateAsks } from '../../ecosystems/rust/crate-packages.ts';
import type { CrateAsk } from '../../ecosystems/rust/crate-packages.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { readCargoToml } from '../../formats/text/lockfiles/other/cargo-toml.ts';
import type { BuildCommand } from '../../dockerfile/shell/builds.ts';
import { contextFolders } from '../../judge/repository/run-products.ts';
import { runtimesOf } from '../../judge/repository/runtime.ts';
import { projectText } from './demand.ts';
import type { Bench, Demand } from './demand.ts';

/** rustc links with cc, whatever it compiles; crates ask for more. */
export function cargoDemands(bench: Bench): readonly Demand[] {
  return bench.run.builds.flatMap((built): readonly Demand[] => {
    const { tool, verb, command } = built;
    if (tool !== 'cargo' || command.reached === 'no' || !compiles(built)) return [];
    const linker: Demand = {
      command,
      by: 'rustc',
      needs: ['gcc', ...startFiles(bench)],
      certainty: 'likely',
      symptom: 'linker `cc` not found',
    };
    const linked = namesLinker(bench, built) ? [] : [linker];
    const named = verb === 'install' && !command.argv.some(({ text }) => text.startsWith('--path'));
    return named ? linked : [...linked, ...crateDemands(bench, built)];
  });
}

function compiles({ verb, command }: BuildCommand): boolean {
  if (verb === 'chef') return command.argv.some(({ text }) => text === 'cook');
  return verb !== 'zigbuild' && command.name === 'cargo';
}

/** Rust's own toolchain for musl brings libc and its start files; a C compiler brings them elsewhere only with libc's headers. */
function startFiles({ place, build, stage }: Bench): readonly string[] {
  const packaged = runtimesOf(build, stage).some(({ name, from }) => name === 'rust' && from === 'package');
  return place.libc === 'musl' && !packaged ? [] : ['musl-dev'];
}

function namesLinker(bench: Bench, { command }: BuildCommand): boolean {
  const environment = { ...bench.run.step.variables, ...command.buildEnvironment };
  if (Object.entries(environment).some(([name, value]) => /_LINKER$|^CC$|^RUSTC_LINKER$/.test(name) || /linker=/.test(value))) return true;
  return ['.cargo/config.toml', '.cargo/config'].some((name) => projectText(bench, command, name)?.text.includes('linker') === true);
}

function crateDemands(bench: Bench, { command }: BuildCommand): readonly Demand[] {
  const { context, stage, run, place } = bench;
  for (const directory of contextFolders(stage, run.folderOf(command) ?? run.step.workdir ?? '/', context)) {
    const found = context.locks.find(directory, ['Cargo.lock']);
    if (found === null) continue;
    const sure = requiredCrates(bench, command, found.lock);
    const isStatic = place.libc === 'musl' && startFiles(bench).length === 0 && !/-crt-static/.test(rustFlags(bench, command));
    return crateAsks(found.lock)
      .filter((ask) => !isPointedAt(ask, bench, command))
      .map((ask): Demand => ({
        command,
        by: `${ask.name}${ask.version === null ? '' : ` ${ask.version}`}`,
        needs: [...ask.asks, ...(isStatic ? ask.asksStatic : [])],
        certainty: ask.always && sure.has(ask.name) ? 'likely' : 'possible',
        symptom: ask.symptom,
        file: `${context.locks.folder.prefix}${found.path}`,
      }));
  }
  return [];
}

function rustFlags({ run }: Bench, command: Demand['command']): string {
  return command.buildEnvironment['RUSTFLAGS'] ?? run.step.variables['RUSTFLAGS'] ?? '';
}

/** `OPENSSL_DIR`, `PQ_LIB_DIR`, `LIBCLANG_PATH`: the library is somewhere else. */
function isPointedAt({ name }: CrateAsk, { run }: Bench, command: Demand['command']): boolean {
  const stem = name.replace(/-sys$/, '').replaceAll('-', '_').toUpperCase();
  const set = Object.keys({ ...run.step.variables, ...command.buildEnvironment });
  return set.some(
    (each) => (each.includes(stem) && /_(?:DIR|PATH|VENDORED|STATIC)$/.test(each)) || each === 'LIBCLANG_PATH' || each === 'PROTOC',
  );
}

/**
 * Crates that the package is always built with: reached from the dependencies of its Cargo.toml that are not optional. Nobody knows of a workspace, whose members have
 * manifests of their own.
 */
function requiredCrates(bench: Bench, command: Demand['command'], { packages }: Lockfile): ReadonlySet<string> {
  const manifest = projectText(bench, command, 'Cargo.toml');
  if (manifest === null) return new Set();
  let required: readonly string[];
  try {
    const read = readCargoToml(manifest.text);
    if (read.workspace) return new Set();
    required = read.required;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return new Set();
  }
  const byName = Map.groupBy(packages, ({ name }) => name);
  const reached = new Set<string>();
  const queue = [...required];
  for (const name of queue) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { edges } of byName.get(name) ?? []) queue.push(...edges.map((edge) => edge.name));
  }
  return reached;
}
