import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('ICU', () => {
  const alpine = 'mcr.microsoft.com/dotnet/aspnet:8.0-alpine';
  const debian = 'mcr.microsoft.com/dotnet/aspnet:8.0';
  stageCases('icu-invariant', [
    ['Alpine', `FROM ${alpine}\n`, ['1 note likely']],
    ['switched off without ICU', `FROM ${alpine}\nENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false\n`, ['2 error likely']],
    ['switched off with ICU', `FROM ${alpine}\nRUN apk add icu-libs\nENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false\n`, []],
    ['wanted', `FROM ${alpine}\nENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1\n`, []],
    ['an extra image', 'FROM mcr.microsoft.com/dotnet/aspnet:8.0-alpine-extra\n', []],
    ['chiseled Ubuntu', 'FROM mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled\n', ['1 note likely']],
    ['Debian, which has ICU', `FROM ${debian}\nENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false\n`, []],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('icu-invariant', `FROM ${alpine}\nENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false\n`);
    assert.match(finding?.message ?? '', /which has no ICU: \.NET ends with "Couldn't find a valid ICU package"/);
  });
});
