/**
 * Arguments of mmdebstrap for what the published `debian:SUITE-slim` holds. In bookworm init-system-helpers needs `usrmerge | usr-is-merged`; apt takes the first and with it the
 * whole perl (97 packages), the image has the second (88).
 */
export function minbase(suite: string): readonly string[] {
  return ['--variant=minbase', ...(suite === 'bookworm' ? merged : [])];
}

const merged = [
  '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
  '--setup-hook=mkdir -p "$1/etc/apt/preferences.d" && printf "Package: usrmerge\\nPin: release *\\nPin-Priority: -1\\n" > "$1/etc/apt/preferences.d/usrmerge"',
  '--customize-hook=rm "$1/etc/apt/preferences.d/usrmerge"',
];
