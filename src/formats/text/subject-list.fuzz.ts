import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { parseSubjectList } from './subject-list.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'subject-list',
    seeds: () => [Buffer.from('# services\r\nregistry:example.com/a:1\tshop\n\nimages/b.tar # the second\ndockerfile:Dockerfile\n')],
    run: (input) => void parseSubjectList(new TextDecoder().decode(input)),
  },
];
