import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { readBake } from './bake.ts';
import { readCompose } from './compose.ts';
import { readSkaffold } from './skaffold.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'compose',
    seeds: () => [
      bytes(
        'services:\n  web:\n    image: "nginx:${TAG:-alpine}"\n    build:\n      context: .\n      dockerfile: Dockerfile\n      target: prod\n      args: [A=1, B]\n      additional_contexts:\n        base: docker-image://alpine\n    dns: [1.1.1.1]\n  x: &a\n    <<: *a\n',
      ),
    ],
    run: (input) => void readCompose(new TextDecoder().decode(input)),
  },
  {
    name: 'bake',
    seeds: () => [
      bytes(
        'variable "V" {\n  default = "1"\n}\ngroup "default" { targets = ["a"] }\ntarget "a" {\n  context = "."\n  args = { X = "${V}", Y = 1 }\n  tags = ["r:${V}", notequal("", V) ? "a" : "b"]\n  dockerfile-inline = <<EOT\nFROM a\nEOT\n}\ntarget "b" { inherits = ["a"] }\n',
      ),
      bytes('{"target":{"a":{"context":".","args":{"A":"1"},"platforms":["linux/amd64"]}}}'),
    ],
    run: (input) => void readBake(new TextDecoder().decode(input)),
  },
  {
    name: 'skaffold',
    seeds: () => [
      bytes(
        'apiVersion: skaffold/v3\nkind: Config\nbuild:\n  artifacts:\n  - image: web\n    context: src/web\n    docker:\n      dockerfile: D\n      target: prod\n  - image: job\n    jib: {}\n---\nkind: Config\n',
      ),
    ],
    run: (input) => void readSkaffold(new TextDecoder().decode(input)),
  },
];

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
