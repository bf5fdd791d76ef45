import type { Plugin } from 'esbuild';

/** Puts another text in the place of the one module that reads profiles beside the source (src/bases/profiles/profile-bytes.ts). */
export function replaceProfileBytes(contents: string): Plugin {
  return {
    name: 'replace-profile-bytes',
    setup(context) {
      context.onLoad({ filter: /profiles[/\\]profile-bytes\.ts$/ }, () => ({ contents, loader: 'js' }));
    },
  };
}
