import type { FuzzTarget } from '../../../../tools/fuzz-target.ts';
import { parseDockerfile } from './parse-dockerfile.ts';
import { expandWord } from './shell-words.ts';
import { sourceText } from './source-text.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'dockerfile',
    seeds: () => seeds.map((seed) => new TextEncoder().encode(seed)),
    run: (input) => void parseDockerfile(sourceText(input)),
  },
  {
    name: 'dockerfile-expansion',
    seeds: () => expansions.map((seed) => new TextEncoder().encode(seed)),
    run: (input) => void expandWord(sourceText(input), (name) => (name.length > 1 ? undefined : 'a/b-1.2')),
  },
];

/** Between them every construct that the parser knows. */
const seeds = [
  '# syntax=docker/dockerfile:1\n# escape=\\\nARG V=3.20\nFROM --platform=$BUILDPLATFORM alpine:${V:-3.19} AS build\nRUN apk add --no-cache \\\n  # why\n\n  gcc \\\n  musl-dev\n',
  '\uFEFF# escape=`\r\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\r\nSHELL ["powershell", "-Command"]\r\nRUN dir `\r\n  C:\\\r\n',
  'FROM a AS x\nRUN <<EOF bash && <<-"A B" cat\n\techo $X\nEOF\n\ttext\n\tA B\nCOPY <<one <<two /to/\n1\none\n2\ntwo\nCOPY --from=x --link --chown=1:1 ["a b", "/c"]\n',
  'FROM x\nONBUILD RUN --mount=type=cache,target=/root/.cache,from=y make "a b" \'c\'\nENV A=1 B="x y" C=a\\ b\nENV OLD the rest\nLABEL a.b="c" d=\'e\'\nHEALTHCHECK --interval=5s CMD ["true"]\nENTRYPOINT ["/a", "b\\u0041"]\nCMD echo\nUSER 1\nWORKDIR /a\nVOLUME ["/v"]\nEXPOSE 80 443/tcp\nSTOPSIGNAL TERM\nADD https://e.example/x.tgz /\nMAINTAINER me\n',
];

const expansions = ['$a ${b} ${c:-x${d:+y}} "${e#*/}" \'$f\'', '${a%%-*}${b//[/]/x}${c/1/2}', 'x${long:?message}\\$a', '1<<-"E F"'];
