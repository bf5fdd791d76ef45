import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import type { Arguments, Dockerfile, Instruction } from './dockerfile.ts';
import { fuzzTargets } from './dockerfile.fuzz.ts';
import { originOffset, originRange } from './mapped-text.ts';
import { parseDockerfile } from './parse-dockerfile.ts';
import { positions } from './position.ts';
import { expandWord } from './shell-words.ts';
import { sourceBytes, sourceText } from './source-text.ts';
import { buildkitInputs } from './testdata/buildkit-inputs.ts';

interface Recorded {
  readonly files: readonly {
    readonly error?: string;
    readonly instr?: string;
    readonly escape?: string;
    readonly nodes?: readonly RecordedNode[] | null;
  }[];
  readonly expansions: readonly { readonly result?: string; readonly error?: string }[];
}
interface RecordedNode {
  readonly keyword: string;
  readonly flags: readonly string[] | null;
  readonly args: readonly string[];
  readonly original: string;
  readonly start: number;
  readonly end: number;
  readonly heredocs:
    | readonly { readonly name: string; readonly expand: boolean; readonly chomp: boolean; readonly content: string }[]
    | null;
}

const recorded: Recorded = JSON.parse(readFileSync(new URL('./testdata/buildkit.json', import.meta.url), 'utf8'));

describe('parseDockerfile against BuildKit', () => {
  buildkitInputs.files.forEach((source, index) => {
    it(JSON.stringify(source.slice(0, 60)), () => {
      const truth = recorded.files[index];
      assert.ok(truth !== undefined);
      const file = parseDockerfile(sourceText(Buffer.from(source)));
      assertLossless(file, Buffer.from(source));
      // "no stages to build" is said one step later than the oracle asks.
      const refused = (truth.error ?? truth.instr) !== undefined || source === 'ARG only\n';
      assert.equal(file.problems.length > 0, refused, JSON.stringify([file.problems, truth.error, truth.instr]));
      if (truth.error !== undefined) return;
      assert.equal(file.escape, truth.escape);
      assert.deepEqual(
        file.instructions.map((instruction) => asRecorded(file, instruction)),
        (truth.nodes ?? []).map(normalized),
      );
    });
  });
});

describe('expandWord against BuildKit', () => {
  buildkitInputs.expansions.forEach(({ word, escape }, index) => {
    it(`${word} with ${escape}`, () => {
      const truth = recorded.expansions[index];
      const found = expandWord(
        word,
        (name) => (Object.hasOwn(buildkitInputs.environment, name) ? buildkitInputs.environment[name] : undefined),
        { escape },
      );
      if (truth?.error !== undefined) assert.equal(found.ok, false);
      else assert.equal(found.ok ? found.text : found.message, truth?.result);
    });
  });
});

describe('parseDockerfile', () => {
  it('agrees with dockerfile-ast on keywords and lines where that reads as BuildKit does', () => {
    // It reads an escaped escape as a continuation, heredocs inside quotes as heredocs, and no heredoc name with a blank.
    const wrong = /\\\\\n|["']cat <<|"unbalanced|<<"B C"/;
    const sources = buildkitInputs.files.filter((source) => !wrong.test(source));
    assert.ok(sources.length > 40);
    for (const source of sources) {
      const file = parseDockerfile(source);
      const at = positions(source);
      const peer = DockerfileParser.parse(source).getInstructions();
      const peers = peer.map((instruction) => `${instruction.getKeyword()} ${instruction.getRange().start.line + 1}`);
      assert.deepEqual(
        file.instructions.map(({ keyword, range }) => `${keyword} ${at(range.start).line}`),
        peers,
        source,
      );
    }
  });

  it('places flags and words in the file, also at a continuation', () => {
    const text = 'FROM a\nCOPY --from=b\\\n  --link x\\\n# c\n y\\\n\n';
    const [, copy] = parseDockerfile(text).instructions;
    assert.ok(copy?.value.kind === 'words');
    const written = [...copy.flags, ...copy.value.items].map((range) => {
      const { start, end } = originRange(copy.unfolded, range);
      return text.slice(start, end);
    });
    assert.deepEqual(written, ['--from=b', '--link', 'x', 'y']);
  });

  it('keeps bytes that are no UTF-8', () => {
    const bytes = Buffer.from('FROM a\nRUN printf "\xff\xed\xb2\x80\xc3" # \xe9\n', 'latin1');
    assertLossless(parseDockerfile(sourceText(bytes)), bytes);
  });

  it('keeps any bytes and never throws on them', () => {
    const line = fc.oneof(
      fc.constantFrom(...fuzzTargets[0]!.seeds().map((seed) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(seed))),
      fc.string({ unit: 'binary' }),
    );
    const glue = fc.constantFrom('\\\n', '\n', '<<E', '\nE\n', '"', "'", '#', '\r\n', 'RUN ', '`', '\uFEFF');
    fc.assert(
      fc.property(fc.array(fc.oneof(line, glue), { maxLength: 12 }), (parts) => {
        const bytes = Buffer.from(parts.join(''));
        assertLossless(parseDockerfile(sourceText(bytes)), bytes);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => assertLossless(parseDockerfile(sourceText(bytes)), bytes)),
      { numRuns: 1000 },
    );
  });

  it('reads a megabyte of one word, of heredocs, of continuations and of nested substitutions in time', () => {
    const big = 1 << 20;
    for (const source of [
      'x'.repeat(big),
      'RUN <<E\n'.repeat(big / 16),
      'a \\\n'.repeat(big / 16),
      `FROM ${'${a:-'.repeat(big / 8)}`,
      `RUN ${'$'.repeat(big)}<<E`,
      `RUN ${'"'.repeat(big)}`,
    ]) {
      const started = process.cpuUsage();
      parseDockerfile(source.slice(0, big));
      const { user } = process.cpuUsage(started);
      assert.ok(user < 3_000_000, `${user} µs for ${source.slice(0, 12)}`);
    }
  });

  it('bounds what expansion may produce and how long a pattern may search', () => {
    let value = 'x'.repeat(1000);
    for (let round = 0; round < 40; round += 1) {
      const doubled = expandWord('$a$a', () => value);
      if (!doubled.ok) return assert.match(doubled.message, /too long/);
      value = doubled.text;
    }
    assert.fail('the text doubled forty times');
  });
});

function assertLossless(file: Dockerfile, bytes: Uint8Array): void {
  assert.deepEqual(sourceBytes(file.text), new Uint8Array(bytes));
  let at = 0;
  for (const piece of file.pieces) {
    assert.equal(piece.start, at);
    assert.ok(piece.end > at);
    at = piece.end;
  }
  assert.equal(at, file.text.length);
  for (const { unfolded } of file.instructions) {
    for (let offset = 0; offset < unfolded.text.length; offset += 1) {
      if (file.text[originOffset(unfolded, offset)] !== unfolded.text[offset])
        assert.fail(`offset ${offset} of ${unfolded.text} does not lead back`);
    }
  }
}

function asRecorded(file: Dockerfile, { keyword, flags, value, unfolded, range, heredocs }: Instruction): unknown {
  const at = positions(file.text);
  return {
    keyword,
    flags: flags.map(({ text }) => text),
    args: keywords.has(keyword) && !unfolded.text.startsWith('ONBUILD ONBUILD') ? argumentList(value) : [],
    original: unfolded.text,
    start: at(range.start).line,
    end: at(range.end).line,
    heredocs: heredocs.map(({ name, expand, chomp, body }) => ({ name, expand, chomp, content: file.text.slice(body.start, body.end) })),
  };
}

function normalized(node: RecordedNode): unknown {
  const keyword = node.keyword.toUpperCase();
  const first =
    keyword === 'ONBUILD' || keyword === 'HEALTHCHECK' ? node.args.map((arg, index) => (index === 0 ? arg.toUpperCase() : arg)) : node.args;
  const args = keywords.has(keyword) && !node.original.startsWith('ONBUILD ONBUILD') ? first : [];
  const { original, start, end } = node;
  return { keyword, flags: node.flags ?? [], args, original, start, end, heredocs: node.heredocs ?? [] };
}

/** BuildKit does not read the arguments of anything else. */
const keywords = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(' '),
);

function argumentList(value: Arguments): readonly string[] {
  switch (value.kind) {
    case 'shell':
    case 'text':
      return [value.text];
    case 'exec':
    case 'words':
      return value.items.map(({ text }) => text);
    case 'pairs':
      return value.items.flatMap((pair) => [pair.name, pair.value, pair.separator === '=' ? '=' : '']);
    case 'healthcheck':
      return [value.type, ...argumentList(value.command)];
    case 'onbuild':
      return [value.instruction.keyword, ...argumentList(value.instruction.value)];
    case 'none':
      return [];
  }
}
