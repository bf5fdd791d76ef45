/** One line of /etc/apk/repositories. */
export interface ApkRepository {
  readonly url: string;
  /** `@testing` in front of the address: packages are taken from it only when asked for with that tag. */
  readonly tag?: string;
  /** The release named in the address: `v3.20`, `edge`. */
  readonly branch?: string;
  /** `main`, `community`, `testing`. */
  readonly section?: string;
}

/** Comments and empty lines are left out. */
export function parseApkRepositories(text: string): ApkRepository[] {
  return text.split('\n').flatMap((raw) => {
    const match = /^(?:@(\S+)\s+)?([^\s#@]\S*)$/.exec(raw.trim());
    if (match?.[2] === undefined) return [];
    const place = /\/(v\d+\.\d+|edge|latest-stable)\/(\w+)\/?$/.exec(match[2]);
    return [
      {
        url: match[2],
        ...(match[1] === undefined ? {} : { tag: match[1] }),
        ...(place?.[1] === undefined ? {} : { branch: place[1] }),
        ...(place?.[2] === undefined ? {} : { section: place[2] }),
      },
    ];
  });
}
