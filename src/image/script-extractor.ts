import { readScriptHead } from '../formats/binary/script-head.ts';
import type { ScriptFacts } from '../tree/script-facts.ts';
import type { Extractor } from './extractor.ts';

/** The `#!` line of every file that has one; a UTF-8 BOM before it counts, because the kernel then refuses the file. */
export const scriptExtractor: Extractor<ScriptFacts> = {
  name: 'script',
  wants: (_file, head) => readScriptHead(head) !== null,
  begin() {
    let script: ScriptFacts | null = null;
    return {
      // The first piece holds as many bytes as `wants` saw, which is more than the kernel looks at.
      push(chunk) {
        script = readScriptHead(chunk);
        return false;
      },
      end: () => (script === null ? { kind: 'nothing' } : { kind: 'facts', facts: script }),
    };
  },
};
