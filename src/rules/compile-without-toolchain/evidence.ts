export interface Lack {
  /** What asks for it. */
  readonly by: string;
  /** Packages of the stage's distribution. */
  readonly names: readonly string[];
  readonly symptom: string;
  /** What comes of it where the build goes on; null where it stops. */
  readonly outcome: string | null;
  /** The file that names who asks. */
  readonly file: string | null;
}

export interface Evidence {
  readonly command: string;
  readonly base: string;
  /** Family of the distribution. */
  readonly family: string;
  readonly lacks: readonly Lack[];
}
