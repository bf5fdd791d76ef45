import type { InstalledSize } from '../../bases/toolchain-sizes.ts';
import type { CompileNeeds, ToolFate } from '../../judge/repository/compile-cost.ts';
import type { JudgedPackage } from './judge-package.ts';

export interface InstallEvidence extends CompileNeeds {
  readonly command: string;
  readonly base: string;
  /** Family of the distribution. */
  readonly family: string;
  readonly libc: 'musl' | 'glibc';
  readonly packages: readonly JudgedPackage[];
  /** One text a package. */
  readonly wheels: readonly string[];
  /** Packages of the distribution in this stage that only compile. */
  readonly tools: readonly string[];
  readonly toolSize: InstalledSize | null;
  readonly fate: ToolFate;
  /** The distribution's Python beside the image's own. */
  readonly secondPython: boolean;
}
