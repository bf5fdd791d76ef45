import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BasewiseError } from '../../errors.ts';
import type { Environment } from '../http/proxy.ts';

const run = promisify(execFile);

/**
 * Where the user's pip looks for packages: `PIP_INDEX_URL` and `PIP_EXTRA_INDEX_URL`, else its configuration, else the index that this pip was made with. No address
 * stands in this program. Throws BasewiseError `no-package-index` where there is no pip to ask and no variable.
 */
export async function pipIndexes(environment: Environment): Promise<readonly URL[]> {
  const named = words(environment['PIP_INDEX_URL']);
  const extra = words(environment['PIP_EXTRA_INDEX_URL']);
  const configured = named.length > 0 ? new Map<string, string>() : await configuration(environment);
  const first = named.length > 0 ? named : words(configured.get('index-url'));
  const all = [
    ...(first.length > 0 ? first : await builtIn(environment)),
    ...(extra.length > 0 ? extra : words(configured.get('extra-index-url'))),
  ];
  return all.map((text) => {
    if (!URL.canParse(text))
      throw new BasewiseError('no-package-index', 'the index that pip is configured with is no address', { hint: 'pip config list' });
    return new URL(text.endsWith('/') ? text : `${text}/`);
  });
}

/** `global.index-url='https://…'`, `:env:.index-url='…'`; the last one wins, as in pip. */
async function configuration(environment: Environment): Promise<Map<string, string>> {
  const listed = await ask(['-m', 'pip', 'config', 'list'], environment);
  const settings = new Map<string, string>();
  for (const line of (listed ?? '').split('\n')) {
    const match = /^(?:global|install|:env:)\.([\w-]+)='(.*)'$/.exec(line.trim());
    if (match !== null) settings.set(match[1] ?? '', match[2] ?? '');
  }
  return settings;
}

async function builtIn(environment: Environment): Promise<readonly string[]> {
  const index = await ask(['-c', 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)'], environment);
  if (index !== null && index.trim() !== '') return [index.trim()];
  throw new BasewiseError('no-package-index', 'it is not known where to ask for Python packages', {
    hint: 'set PIP_INDEX_URL, or install pip',
  });
}

async function ask(words: readonly string[], environment: Environment): Promise<string | null> {
  try {
    const { stdout } = await run('python3', words, { env: { ...environment }, timeout: 30_000, maxBuffer: 1 << 20 });
    return stdout;
  } catch {
    return null;
  }
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}
