import type { SelectionTarget } from '../selection/selection-target.ts';

/** What package.json says of the release that prebuild-install fetches its build from. */
export interface AssetSource {
  /** `owner/name` on GitHub; null where it is somewhere else. */
  readonly repository: string | null;
  /** `binary.host`, in the place of GitHub's releases. */
  readonly host: string | null;
  /** `binary.napi_versions`, the highest; null for builds per ABI. */
  readonly napi: number | null;
}

/**
 * The file that prebuild-install asks for on a target, or null where its name cannot be told (prebuild-install util.js `getDownloadUrl`, rc.js; its default is a release of the
 * GitHub repository). No registry lists these files.
 */
export function prebuiltAsset(name: string, version: string | null, source: AssetSource, target: SelectionTarget): string | null {
  const { repository, host, napi } = source;
  const runtime = napi === null ? (target.nodeAbi === undefined ? null : `node-v${target.nodeAbi}`) : `napi-v${napi}`;
  if (version === null || runtime === null) return null;
  const bare = name.replace(/^@[\w.~-]+\//, '');
  const file = `${bare}-v${version}-${runtime}-linux${target.libc === 'musl' ? 'musl' : ''}-${target.arch}.tar.gz`;
  if (host !== null) return `${host.replace(/\/$/, '')}/${file}`;
  return repository === null ? file : `https://github.com/${repository}/releases/download/v${version}/${file}`;
}

/** From a parsed package.json; every field of it is somebody else's. */
export function readAssetSource(manifest: object): AssetSource {
  const repository = 'repository' in manifest ? manifest.repository : undefined;
  const url = typeof repository === 'string' ? repository : textField(repository, 'url');
  const github = /(?:github\.com[/:]|^github:|^)([\w.-]{1,100}\/[\w.-]{1,100}?)(?:\.git)?(?:#.*)?$/.exec(url?.slice(0, 300) ?? '')?.[1];
  const binary = 'binary' in manifest ? manifest.binary : undefined;
  const versions: unknown = typeof binary === 'object' && binary !== null && 'napi_versions' in binary ? binary.napi_versions : undefined;
  const numbers = Array.isArray(versions)
    ? versions.filter((each): each is number => Number.isInteger(each) && each > 0 && each < 100)
    : [];
  return {
    repository: github ?? null,
    host: textField(binary, 'host')?.slice(0, 300) ?? null,
    napi: numbers.length === 0 ? null : Math.max(...numbers),
  };
}

function textField(value: unknown, key: string): string | undefined {
  const found = typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
  return typeof found === 'string' ? found : undefined;
}
