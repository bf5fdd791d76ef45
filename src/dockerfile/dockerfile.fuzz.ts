import type { FuzzTarget } from '../../tools/fuzz-target.ts';
import { readDockerfile } from './read-dockerfile.ts';
import { shellFacts } from './shell/shell-facts.ts';

/** The whole way from bytes to stages, commands and what they do. */
export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'dockerfile-stages',
    seeds: () => seeds.map((seed) => new TextEncoder().encode(seed)),
    run: (input) => {
      const reading = readDockerfile(input, 'Dockerfile');
      if (reading.kind !== 'dockerfile') return;
      for (const { steps } of reading.build.stages) for (const step of steps) if (step.kind === 'run') shellFacts(step);
    },
  },
];

const seeds = [
  'ARG V=3.20\nFROM alpine:${V:-1} AS a\nARG X=y\nENV A=$X B=${A:-c}\nRUN set -ex; apk add --no-cache -t .d gcc=1 "$A" && if [ "$X" = y ]; then adduser -DHu 1 app; else case $X in a|b*) curl -o f https://e.example/x-linux-x64.tgz | tar x;; esac; fi || true\nFROM a\nCOPY --from=a /x /y\nONBUILD RUN make\nUSER app\n',
  'FROM debian:12 AS b\nSHELL ["bash", "-c"]\nRUN --mount=type=cache,target=/c,from=b,source=/s <<EOF\nfor i in a b; do apt-get install -y $i; done\nsudo -u x env A=b sh -c "pip install -r r.txt numpy==1 `id`"\nEOF\nRUN ["sh", "-c", "npm ci && go build -o x ./... && cargo build --target=x"]\nCOPY --from=0 <<E /a\nE\n',
];
