export { BasewiseError } from './errors.ts';
export type * from './report/report.ts';
