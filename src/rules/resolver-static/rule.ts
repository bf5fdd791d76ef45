import { resolvingFiles } from '../../judge/resolver/resolving-files.ts';
import { listed } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly programs: readonly string[];
  readonly rust: boolean;
}

/** A static program has its resolver inside: the base decides nothing (dns-resolvers.md, B97). */
export const resolverStatic: RunnableRule = defineRule<Evidence>({
  id: 'resolver-static',
  title: 'A static program brings its own resolver',
  find({ software, move }) {
    const { staticMusl } = resolvingFiles(software);
    // It is the same wherever it is carried: said once.
    if (staticMusl.length === 0 || move !== 'own') return [];
    const where = staticMusl.map(({ path, entry }) => (entry.layer === undefined ? { path } : { path, layer: entry.layer }));
    const evidence = { programs: staticMusl.map(({ path }) => path), rust: staticMusl.some(({ elf }) => elf?.rust !== undefined) };
    return [{ key: 'musl', severity: 'note', certainty: 'possible', where, evidence }];
  },
  describe({ evidence: { programs, rust } }) {
    const bundled = rust ? " Rust's musl targets bundled musl 1.2.3 up to Rust 1.92, which has no DNS over TCP." : '';
    return {
      message: `${listed(programs, 3)} ${programs.length === 1 ? 'has' : 'have'} musl inside: whatever the base is, names are resolved as that musl does.${bundled}`,
      fix: 'build with a toolchain that bundles musl 1.2.5 or newer (Rust 1.93), and keep 53/tcp open',
    };
  },
});
