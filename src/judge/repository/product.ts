import type { Place } from './place.ts';

/** Something that a stage holds and that was built for, or chosen by, the C library of the place where it came to be. */
export interface Product {
  readonly kind: ProductKind;
  /** Absolute path of a file or folder in the stage. A vague one lies somewhere below. */
  readonly path: string;
  readonly vague: boolean;
  readonly libc: 'glibc' | 'musl';
  /** The C library's version where it came to be. */
  readonly version: string | null;
  /** It is linked against a shared C library: `yes`, or only `maybe`. */
  readonly native: 'yes' | 'maybe';
  /** It is made only where a condition holds that is not known. */
  readonly conditional?: true;
  /** A command of the file compiles it: the command says more of it than its name. */
  readonly compiled?: true;
  /** What it is known by: `go build`, packages with native code, a URL. */
  readonly evidence: ProductEvidence;
  readonly madeIn: Place;
  /** Offset in the Dockerfile of the instruction that made it. */
  readonly offset: number;
}

export type ProductKind =
  | 'program'
  | 'library'
  | 'node-modules'
  | 'python-packages'
  | 'virtual-environment'
  | 'gems'
  | 'release'
  | 'runtime'
  | 'jars';

export interface ProductEvidence {
  /** The command or image that made it, short. */
  readonly by: string;
  /** Names of packages with native code, where a lockfile or a manifest names them. */
  readonly packages?: readonly string[];
  /** The file that named them. */
  readonly lockfile?: string;
  /** It only works with cgo. */
  readonly cgo?: 'on' | 'default';
}

/** A file may be both below a product and above another: which part of a product does a COPY of `source` take along? */
export function carriedTo(given: Product, source: string, destination: string, several: boolean): string | null {
  // Which Python it is matters to no question asked here.
  const product = { ...given, path: withoutPython(given.path) };
  const from = withoutPython(trimmed(source));
  const root = trimmed(destination);
  const to = root === '/' ? '' : root;
  const folder = destination.endsWith('/') || several;
  if (from === '/' || from === '') return `${to}${product.path}`;
  const pattern = globPattern(from);
  const whole = pattern.exec(product.path);
  if (whole !== null) {
    const rest = product.path.slice(whole[0].length);
    // A glob names each thing by itself; a folder's own name stays behind, its contents come along.
    if (rest === '') return folder && (isFileKind(product) || /[*?]/.test(from)) ? `${to}/${lastOf(product.path)}` : root;
    return /[*?]/.test(from) && !from.endsWith('/*')
      ? `${to}${rest}`
      : from.endsWith('/*')
        ? `${to}/${lastOf(whole[0])}${rest}`
        : `${to}${rest}`;
  }
  // Part of the product: below it.
  if (!`${from}/`.startsWith(`${product.path === '/' ? '' : product.path}/`)) return null;
  if (product.vague && !looksNative(from)) return null;
  return folder ? `${to}/${lastOf(from)}` : root;
}

/** Names that are data, scripts or web assets and no program. */
export function looksNative(path: string): boolean {
  const name = lastOf(path);
  if (/\.so(?:\.\d+)*$|\.so\*|\.node$/.test(name)) return true;
  if (/\.[a-z][a-z0-9_]{0,11}$/i.test(name) && !/\.(?:bin|exe|out|linux|amd64|x86_64)$/i.test(name)) return false;
  if (/^(?:LICENSE|NOTICE|README|COPYING|VERSION|CHANGELOG)/.test(name)) return false;
  return !/(?:^|\/)(?:public|static|assets|www|html|wwwroot|web|ui|frontend|client|web-vault|templates?|views|locales?|i18n|docs?|man|include|share|certs?|ssl|zoneinfo|migrations?|scripts?|config|conf|etc|themes?|resources|data|standalone|dist|passwd|group)$/i.test(
    path,
  );
}

function withoutPython(path: string): string {
  return path.replace(/\/python3[.\d*]*(?=\/|$)/, '/python3');
}

function isFileKind({ kind, vague }: Product): boolean {
  return kind === 'program' && !vague;
}

function globPattern(path: string): RegExp {
  const body = path
    .split('')
    .map((letter) => (letter === '*' ? '[^/]*' : letter === '?' ? '[^/]' : letter.replaceAll(/[$()+.[\\\]^{|}]/g, '\\$&')))
    .join('');
  return new RegExp(`^${body.slice(0, 4000)}(?=/|$)`);
}

function trimmed(path: string): string {
  const text = `${path.startsWith('/') ? '' : '/'}${path.replace(/^\.\//, '')}`.replaceAll(/\/{2,}|\/\.(?=\/|$)/g, '/');
  return text.length > 1 ? text.replace(/\/+$/, '') : '/';
}

function lastOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}

/** Joins a path of a command to the folder that it runs in. */
export function resolvePath(folder: string | undefined, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : `${folder ?? '/'}/`}${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
