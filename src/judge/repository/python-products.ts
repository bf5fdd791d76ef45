import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { PackageAction } from '../../dockerfile/shell/package-action.ts';
import { resolvePath } from './product.ts';
import type { Product } from './product.ts';
import type { Made, Workshop } from './run-products.ts';
import { isReached, runsOf } from './stage-runs.ts';

const managers: ReadonlySet<string> = new Set(['pip', 'uv', 'poetry', 'pdm', 'pipenv']);
export const pythonLocks: Readonly<Record<string, readonly string[]>> = {
  uv: ['uv.lock', 'requirements.txt'],
  poetry: ['poetry.lock'],
  pdm: ['pdm.lock'],
  pipenv: ['Pipfile.lock'],
  pip: ['requirements.txt'],
};

/** Where Python packages land: site-packages, a virtual environment, a folder of wheels. */
export function pythonProducts(shop: Workshop): readonly Made[] {
  const made: Made[] = [];
  for (const each of shop.run.packages) {
    const { manager, action, command, packages } = each;
    if (!managers.has(manager) || action !== 'install' || !isReached(command)) continue;
    if (packages.length > 0 && packages.every(({ name, kind }) => kind === 'name' && pureTools.test(name))) continue;
    const to = landing(each, shop);
    if (to !== null)
      made.push({ command, product: product(shop, command, to.path, to.kind, `${command.name} ${command.argv[1]?.text ?? ''}`.trim()) });
  }
  for (const command of shop.run.commands) {
    const text = command.argv.map((word) => word.text).join(' ');
    if (isReached(command) && /^(?:pyinstaller|nuitka|python[\d.]* -m (?:PyInstaller|nuitka))\b/.test(text)) {
      made.push({
        command,
        product: {
          ...product(shop, command, resolvePath(shop.run.folderOf(command), 'dist'), 'program', command.name),
          native: 'yes',
          vague: true,
        },
      });
    }
  }
  return made;
}

/** Installed to install others, and pure. */
const pureTools = /^(?:pip|setuptools|wheel|poetry|pipenv|pdm|uv|virtualenv|build|twine|tox|nox|pip-tools|hatch|flit|invoke|cython)$/i;

interface Landing {
  readonly path: string;
  readonly kind: 'python-packages' | 'virtual-environment';
}

function landing({ manager, command, options, global }: PackageAction, shop: Workshop): Landing | null {
  const folder = shop.run.folderOf(command);
  const variables = shop.run.step.variables;
  const option = (...names: readonly string[]): string | undefined => options.find(({ name }) => names.includes(name))?.value;
  const environment = (path: string): Landing => ({ path: resolvePath(folder, path), kind: 'virtual-environment' });
  const wheels = option('-w', '--wheel-dir', '-d', '--dest');
  const words = command.argv.map(({ text }) => text);
  if (words.includes('wheel') || words.includes('download')) return { path: resolvePath(folder, wheels ?? '.'), kind: 'python-packages' };
  const target = option('-t', '--target');
  if (target !== undefined) return { path: resolvePath(folder, target), kind: 'python-packages' };
  const prefix = option('--prefix');
  if (prefix !== undefined && manager === 'pip')
    return { path: resolvePath(folder, `${prefix}/lib/python3/site-packages`), kind: 'python-packages' };
  const program = /^(\/.+)\/bin\/[^/]+$/.exec(words[0] ?? '')?.[1];
  if (program !== undefined && !/^\/(?:usr|opt\/python)(?:\/local)?$/.test(program)) return environment(program);
  if (manager === 'uv' && !words.includes('--system') && !global) return environment(variables['UV_PROJECT_ENVIRONMENT'] ?? '.venv');
  if (manager === 'poetry') {
    if (variables['POETRY_VIRTUALENVS_CREATE'] === 'false' || configured(shop, /virtualenvs\.create\s+false/)) return site(shop);
    const inProject =
      /^(?:1|true)$/.test(variables['POETRY_VIRTUALENVS_IN_PROJECT'] ?? '') || configured(shop, /virtualenvs\.in-project\s+true/);
    return inProject ? environment('.venv') : activated(shop, command);
  }
  if (manager === 'pipenv') {
    if (words.includes('--system') || (words.includes('--deploy') && words.includes('--system'))) return site(shop);
    return variables['PIPENV_VENV_IN_PROJECT'] === undefined ? null : environment('.venv');
  }
  if (manager === 'pdm') return environment(configured(shop, /__pypackages__|python\.use_venv\s+false/) ? '__pypackages__' : '.venv');
  if (words.includes('--user') || (variables['PIP_USER'] ?? '') !== '') {
    const home =
      variables['PYTHONUSERBASE'] ??
      `${shop.run.step.user === undefined || shop.run.step.user === 'root' ? '/root' : `/home/${shop.run.step.user.split(':')[0] ?? ''}`}/.local`;
    return { path: `${home}/lib/python3/site-packages`, kind: 'python-packages' };
  }
  return activated(shop, command) ?? site(shop);
}

/** A virtual environment that PATH, VIRTUAL_ENV or `. VENV/bin/activate` has made the current one. */
function activated(shop: Workshop, command: ShellCommand): Landing | null {
  const { run } = shop;
  const variables = run.step.variables;
  const sourced = run.commands.findLast(
    ({ name, argv, start }) =>
      start < command.start && (name === '.' || name === 'source') && (argv[1]?.text ?? '').endsWith('/bin/activate'),
  );
  const path = /^(\/[^:]*[^:/])\/bin:/.exec(variables['PATH'] ?? '')?.[1];
  const found =
    sourced === undefined
      ? (variables['VIRTUAL_ENV'] ?? (path !== undefined && /venv|env|virtual/i.test(path) ? path : undefined))
      : resolvePath(run.folderOf(sourced), (sourced.argv[1]?.text ?? '').replace(/\/bin\/activate$/, ''));
  return found === undefined ? null : { path: resolvePath('/', found), kind: 'virtual-environment' };
}

function site({ runtimes }: Workshop): Landing {
  const packaged = runtimes.some(({ name, from }) => name === 'cpython' && from === 'image');
  return { path: `${packaged ? '/usr/local' : '/usr'}/lib/python3/site-packages`, kind: 'python-packages' };
}

function configured(shop: Workshop, setting: RegExp): boolean {
  return runsOf(shop.options.build, shop.stage).some(({ commands }) =>
    commands.some(({ argv }) => setting.test(argv.map(({ text }) => text).join(' '))),
  );
}

function product(shop: Workshop, command: ShellCommand, path: string, kind: Product['kind'], by: string): Product {
  const { libc, version } = shop.place;
  return { kind, path, vague: false, libc, version, native: 'maybe', evidence: { by }, madeIn: shop.place, offset: command.start };
}
