const test = '\\.(test|suite|fuzz)\\.ts$';
const io = '^(node:)?(fs|fs/promises|net|tls|dgram|dns|dns/promises|http|https|http2|child_process|cluster)$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or share a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-in-src',
      comment: 'What ships may only need what is installed with it.',
      severity: 'error',
      from: { path: '^src', pathNot: test },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'formats-know-formats',
      comment:
        'A format is usable alone: bytes to values and back. Give it what it needs as arguments. The fact types of src/tree may be imported, with the mark bits of elf-facts.ts.',
      severity: 'error',
      from: { path: '^src/formats/', pathNot: test },
      to: { path: '^src/(?!formats/)', pathNot: '^src/tree/elf-facts\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-io-inside',
      comment:
        'Analyses are pure: they see Tree, Bytes, Network, Clock. Open things in subjects, net, dns/live, dns/serve, dns/doctor or cli and pass them in.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(subjects|net|dns/(live|serve|doctor)|cli)/|^src/bases/profiles/profile-bytes\\.ts$|${test}` },
      to: { path: io },
    },
    {
      name: 'rules-alone',
      comment: 'Deleting a rule deletes one folder: shared facts belong to a room, not to another rule.',
      severity: 'error',
      from: { path: '^src/rules/([^/]+)/' },
      to: { path: '^src/rules/([^/]+)/', pathNot: '^src/rules/$1/' },
    },
    {
      name: 'report-knows-no-rule',
      comment: 'A saved report can be shown again: its words are already in it.',
      severity: 'error',
      from: { path: '^src/report/', pathNot: test },
      to: { path: '^src/(rules|judge|subjects|net|cli)/' },
    },
    {
      name: 'cli-is-the-top',
      comment: 'Only main.ts stands above the command line.',
      severity: 'error',
      from: { path: '^src/(?!cli/|main\\.ts)' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'index-is-a-door',
      comment: "The library's door is for users; inside, import the file that has it.",
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
    { name: 'tests-are-leaves', severity: 'error', from: { path: '^src/', pathNot: test }, to: { path: test } },
    {
      name: 'shipped-data-by-bases',
      comment: 'One module reads data/, so that its place and shape can change.',
      severity: 'error',
      from: { path: '^src/(?!bases/)', pathNot: test },
      to: { path: '^data/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
