import { describe } from 'node:test';
import { glibcBase, muslBase } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('the interpreter of a script', () => {
  const script = (first: string) => ({ content: `${first}\necho hello\n`, mode: 0o755 });
  imageCases('script-interpreter', [
    ['bash, which Alpine has not', muslBase({ '/app': script('#!/bin/bash') }), [['error proven', /\/bin\/bash/]]],
    ['sh', muslBase({ '/app': script('#!/bin/sh') }), []],
    ['python on a bare glibc base', glibcBase({ '/app': script('#!/usr/bin/python3') }), [['error proven', /\/usr\/bin\/python3/]]],
    ['sh on glibc', glibcBase({ '/app': script('#!/bin/sh') }), []],
  ]);
});
