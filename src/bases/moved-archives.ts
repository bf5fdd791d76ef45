import moved from '../../data/moved-archives.json' with { type: 'json' };

/** Where a release's packages were served from, and where they are kept since. */
export interface MovedArchive {
  readonly from: string;
  readonly to: string;
  /** `YYYY-MM-DD`: a day on which the old place answered no more. */
  readonly goneBy: string;
}

/** The package archive of a release that is no longer where the release's own image looks for it. */
export function movedArchive(family: string, release: string, today: string): MovedArchive | undefined {
  return moved.archives.find((row) => row.family === family && row.releases.includes(release) && row.goneBy <= today);
}
