/**
 * Records what BuildKit makes of our own test inputs. Usage: node record.ts PATH-TO-ORACLE [inputs.json] > buildkit.json
 */
import { spawnSync } from 'node:child_process';
import { buildkitInputs } from '../../src/formats/text/dockerfile/testdata/buildkit-inputs.ts';

const oracle = process.argv[2] ?? './oracle';
const { files, expansions, environment } = buildkitInputs;
const requests = [
  ...files.map((source) => ({ file: Buffer.from(source).toString('base64') })),
  ...expansions.map(({ word, escape }) => ({ word, escape, env: Object.entries(environment).map(([name, value]) => `${name}=${value}`) })),
];
const { stdout } = spawnSync(oracle, { input: `${requests.map((request) => JSON.stringify(request)).join('\n')}\n`, maxBuffer: 1 << 28 });
const answers = stdout
  .toString()
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line));
process.stdout.write(
  `${JSON.stringify({ buildkit: '0.25.1', files: answers.slice(0, files.length), expansions: answers.slice(files.length) }, null, 1)}\n`,
);
