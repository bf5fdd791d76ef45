import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePythonMetadata } from './python-metadata.ts';
import { parsePythonRecord } from './python-record.ts';

test('WHEEL with several tags', () => {
  const headers = parsePythonMetadata(
    'Wheel-Version: 1.0\nGenerator: bdist_wheel (0.37.0)\nRoot-Is-Purelib: false\nTag: cp311-cp311-manylinux_2_17_x86_64\nTag: cp311-cp311-manylinux2014_x86_64\n\n',
  );
  assert.deepEqual(headers.get('tag'), ['cp311-cp311-manylinux_2_17_x86_64', 'cp311-cp311-manylinux2014_x86_64']);
  assert.deepEqual(headers.get('root-is-purelib'), ['false']);
});

test('headers end at the first empty line, continuation lines belong to the one before', () => {
  const headers = parsePythonMetadata('Name: a\nLicense: one\n two\n\nVersion: 2\n');
  assert.deepEqual([headers.get('license'), headers.has('version')], [['one\ntwo'], false]);
});

test('RECORD rows', () => {
  const text = 'numpy/__init__.py,sha256=abc,12\r\n"with,comma and ""quotes"".so",,\n../../../bin/f2py,sha256=x,1\nbare\n\n';
  assert.deepEqual(parsePythonRecord(text), ['numpy/__init__.py', 'with,comma and "quotes".so', '../../../bin/f2py', 'bare']);
});
