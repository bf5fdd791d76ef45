import { parseImageReference } from '../../bases/image-reference.ts';
import { compareVersions } from '../../bases/releases.ts';
import { commandText } from '../../dockerfile/shell/command-text.ts';
import type { PackageAction } from '../../dockerfile/shell/package-action.ts';
import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { Place } from '../../judge/repository/place.ts';
import { runtimesOf } from '../../judge/repository/runtime.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { runFacts, stageChain, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import type { RunFacts } from '../../judge/repository/stage-runs.ts';
import { isTried } from '../../judge/repository/tried-command.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';

interface Evidence {
  readonly command: string;
  readonly base: string;
  readonly since: string;
}

/** pip installs into the distribution's own Python, which refuses it (PEP 668). */
export const externallyManagedPython: RunnableStageRule = defineStageRule<Evidence>({
  id: 'externally-managed-python',
  title: "pip is refused by the distribution's Python",
  find,
  describe: ({ evidence: { command, base, since } }) => ({
    message: `\`${command}\` on ${base}: the Python of ${since} on is marked as managed by its package manager (PEP 668), so pip ends with "error: externally-managed-environment" and the build stops.`,
    fix: 'install into a virtual environment (python3 -m venv /venv, and /venv/bin in PATH), take the distribution’s package, or pip install --break-system-packages in an image that holds nothing else',
  }),
});

/** The first release whose Python is marked: Debian 12 and Ubuntu 23.04 (python3.11's README.venv), Alpine 3.19 (its release notes). */
const marked: Readonly<Record<string, { readonly release: string; readonly text: string } | undefined>> = {
  debian: { release: '12', text: 'Debian 12' },
  ubuntu: { release: '23.04', text: 'Ubuntu 23.04' },
  alpine: { release: '3.19', text: 'Alpine 3.19' },
};

function find(context: StageContext): readonly FindingFact<Evidence>[] {
  const { build, placeOf, at, move } = context;
  return build.stages
    .filter(({ needed }) => needed)
    .flatMap((stage) => {
      const place = placeOf(stage);
      const since = firstMarked(place);
      // An image with a Python of its own has that one first in PATH; on another base it is that base's counterpart.
      if (since === null || move !== 'own' || runtimesOf(build, stage).some(({ name, from }) => name === 'cpython' && from === 'image'))
        return [];
      const refused = firstRefused(build, stage);
      if (refused === null) return [];
      return [
        {
          key: `${stage.name ?? stage.index}`,
          severity: 'error',
          certainty: place.classification?.certainty === 'likely' ? 'likely' : 'possible',
          where: [at(refused.command.start)],
          evidence: { command: commandText(refused.command, 80), base: describePlace(place), since },
        },
      ];
    });
}

function firstMarked({ classification, name }: Place): string | null {
  const { family = '', release = null } = classification ?? {};
  const first = Object.hasOwn(marked, family) ? marked[family] : undefined;
  if (first === undefined || release === null) return null;
  // Python images that go by another name, and what their publishers did to it, are not known.
  if (/python|conda|jupyter/i.test(parseImageReference(name)?.name ?? name)) return null;
  return release === 'edge' || release === 'sid' || compareVersions(first.release, release) <= 0 ? first.text : null;
}

/** The first `pip install` that meets the distribution's Python as it came. */
function firstRefused(build: StageContext['build'], stage: Stage): PackageAction | null {
  const before: RunFacts[] = [];
  for (const each of stageChain(build, stage)) {
    for (const step of each.steps) {
      if (step.kind === 'copy' || step.kind === 'add') {
        if (/pip\.conf|\.config\/pip|venv|\/usr\/local\/?(?:bin\/?)?$|^\/(?:usr\/?)?$|site-packages|python/.test(step.destination))
          return null;
        if (step.sources.some((source) => /venv|python|^\/usr\/local|conda/.test(source))) return null;
        continue;
      }
      if (step.kind !== 'run') continue;
      const facts = runFacts(step);
      before.push(facts);
      if (facts.opaque || otherPython.test(step.instruction.unfolded.text) || overridden(step.variables)) return null;
      const found = facts.packages.find((action) => isRefused(action, facts, before));
      // In a stage below it is that stage's, and nothing comes after it.
      if (found !== undefined) return each === stage ? found : null;
    }
  }
  return null;
}

/** Another Python, an environment of its own, or the mark is taken away. */
const otherPython =
  /EXTERNALLY-MANAGED|break-system-packages|venv|virtualenv|deadsnakes|pyenv|conda|update-alternatives|get-pip|python\.org|Python-\d|altinstall|pip\.conf|pip config|uv (?:python|sync|venv)|asdf|mise/i;

function overridden(variables: Readonly<Record<string, string>>): boolean {
  return ['PIP_BREAK_SYSTEM_PACKAGES', 'PIP_TARGET', 'PIP_PREFIX', 'PIP_CONFIG_FILE', 'VIRTUAL_ENV'].some(
    (name) => variables[name] !== undefined,
  );
}

/** pip checks for the mark unless it is told another place (pip/_internal/commands/install.py). */
function isRefused({ manager, command, options }: PackageAction, facts: RunFacts, runs: readonly RunFacts[]): boolean {
  const program = command.argv[0]?.text ?? '';
  if (manager !== 'pip' || !/^(?:\/usr\/bin\/)?(?:pip3?|python3?)$/.test(program) || command.reached !== 'yes' || isTried(command, facts))
    return false;
  const words = command.argv.map(({ text }) => text);
  if (!words.includes('install') || words.some((word) => /^-t$|^--(?:target|prefix|root|dry-run|python|help)/.test(word))) return false;
  if (options.some(({ name }) => name === '-t' || name === '--target')) return false;
  if (command.assignments.some(({ name }) => name.startsWith('PIP_'))) return false;
  return [...systemPackagesOf(runs, command.start)].some((name) => /^py3?-?pip$|^python3-pip$/.test(name));
}
