import type { FuzzTarget } from '../../tools/fuzz-target.ts';
import { explain } from './explain.ts';
import { clientLines } from './lookup/client-lines.suite.ts';
import { prettyExplanation } from './pretty-why.ts';
import { readText } from './read-text.ts';

const encoder = new TextEncoder();

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'why',
    seeds: () => [
      encoder.encode(clientLines.map(([line]) => line).join('\n')),
      encoder.encode('Error relocating /app: fcntl64: symbol not found\nsh: ./app: not found\nexited with code 139\n'),
    ],
    run(input) {
      for (const seen of readText(new TextDecoder().decode(input)).seen) prettyExplanation(explain(seen), { columns: 80, all: true });
    },
  },
];
