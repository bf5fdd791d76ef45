/** The last part of a URL or a path, percent-decoded: `torch-2.13.0%2Bcpu-….whl` is `torch-2.13.0+cpu-….whl`. */
export function fileNameOf(place: string): string {
  const path = place.replace(/[?#].*$/s, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
