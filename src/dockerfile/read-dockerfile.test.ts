import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readDockerfile } from './read-dockerfile.ts';

describe('readDockerfile', () => {
  const reason = (text: string, name = 'Dockerfile'): string => {
    const reading = readDockerfile(new TextEncoder().encode(text), name);
    return reading.kind === 'dockerfile' ? 'dockerfile' : reading.reason;
  };

  it('passes templates over by marks that no Dockerfile has', () => {
    assert.equal(reason('{{ include "shared" }}\nFROM alpine\n'), 'template');
    assert.equal(reason('FROM {{ base }}\nRUN x\n'), 'template');
    assert.equal(reason('FROM alpine:%%VERSION%%\n'), 'template');
    assert.equal(reason('FROM debian\n{% if x %}\nRUN y\n{% endif %}\n'), 'template');
    assert.equal(reason('#define BASE debian\nFROM BASE\n'), 'template');
    assert.equal(reason('FROM alpine\nENV X=@VERSION@\n', 'Dockerfile.in'), 'template');
  });

  it('takes braces in commands as what they are', () => {
    assert.equal(reason("FROM golang\nRUN go list -f '{{.Dir}}' ./... && docker inspect --format={{.Id}} x\n"), 'dockerfile');
    assert.equal(reason('FROM alpine\nLABEL a="{{ b }}"\nRUN echo ${X} @a@ <%\n'), 'dockerfile');
    assert.equal(reason('FROM alpine\nRUN y\n', 'Dockerfile.j2'), 'dockerfile');
  });

  it('passes Windows over when the stage that is built is Windows', () => {
    assert.equal(reason('# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\n'), 'windows');
    assert.equal(reason('FROM golang:1.21-nanoserver AS b\nFROM alpine\nCOPY --from=b /a /a\n'), 'dockerfile');
    assert.equal(reason('FROM alpine AS a\nFROM --platform=windows/amd64 mcr.microsoft.com/x\n'), 'windows');
  });

  it('knows a file that is none', () => {
    assert.equal(reason('hello\n'), 'not-a-dockerfile');
    assert.equal(reason(''), 'not-a-dockerfile');
    assert.equal(reason('ARG A=1\n'), 'not-a-dockerfile');
  });
});
