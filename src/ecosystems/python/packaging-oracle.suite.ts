import { spawnSync } from 'node:child_process';

/**
 * What Python's `packaging` says (pip's own copy where it is not installed by itself): `code` reads JSON from stdin as `q` and assigns JSON to `a`. Null where there is
 * no python3 with either; tests then skip with that reason.
 */
export function askPackaging(code: string, question: unknown): unknown {
  const script = [
    'import json, sys',
    'try:',
    '    import packaging.tags, packaging.markers, packaging._manylinux as many, packaging._musllinux as musl',
    '    from packaging import tags, markers, specifiers',
    'except ImportError:',
    '    import pip._vendor.packaging.tags, pip._vendor.packaging.markers, pip._vendor.packaging._manylinux as many, pip._vendor.packaging._musllinux as musl',
    '    from pip._vendor.packaging import tags, markers, specifiers',
    'q = json.load(sys.stdin)',
    code,
    'json.dump(a, sys.stdout)',
  ].join('\n');
  const { status, stdout } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return status === 0 ? JSON.parse(stdout) : null;
}

export const noPackaging = 'no python3 with packaging or pip here';
