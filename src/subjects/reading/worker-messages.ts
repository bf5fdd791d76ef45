import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { LayerAnswer, LayerTask } from './layer-job.ts';

export type ToWorker =
  | {
      readonly kind: 'task';
      readonly task: LayerTask;
      readonly source:
        | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly length: number }
        | { readonly kind: 'stream' };
    }
  | { readonly kind: 'chunk'; readonly chunk: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'abort' };

export type FromWorker =
  | { readonly kind: 'taken' }
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'answer'; readonly answer: LayerAnswer }
  | { readonly kind: 'failed'; readonly error: ErrorMessage };

/** An error on its way through a thread boundary, which would strip its class and fields. */
export type ErrorMessage =
  | { readonly kind: 'format'; readonly code: string; readonly offset: number; readonly message: string }
  | {
      readonly kind: 'basewise';
      readonly code: string;
      readonly message: string;
      readonly hint: string | undefined;
      readonly path: string | undefined;
    }
  | { readonly kind: 'system'; readonly code: string; readonly message: string }
  | { readonly kind: 'bug'; readonly stack: string };

export function errorMessage(cause: unknown): ErrorMessage {
  if (cause instanceof FormatError) return { kind: 'format', code: cause.code, offset: cause.offset, message: cause.message };
  if (cause instanceof BasewiseError)
    return { kind: 'basewise', code: cause.code, message: cause.message, hint: cause.hint, path: cause.path };
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string')
    return { kind: 'system', code: cause.code, message: cause.message };
  return { kind: 'bug', stack: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
}

export function errorFrom(message: ErrorMessage): Error {
  if (message.kind === 'format') return new FormatError(message.code, message.offset, message.message.replace(/ \(at byte \d+\)$/, ''));
  if (message.kind === 'basewise') {
    const { hint, path } = message;
    return new BasewiseError(message.code, message.message, { ...(hint !== undefined && { hint }), ...(path !== undefined && { path }) });
  }
  if (message.kind === 'system') return Object.assign(new Error(message.message), { code: message.code });
  return new Error(`in a layer worker: ${message.stack}`);
}
