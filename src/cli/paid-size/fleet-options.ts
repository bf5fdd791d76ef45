import { Option } from 'commander';
import { collect } from '../options.ts';

/** The flags that say who pays for bytes; commands that weigh sizes share them. */
export interface FleetOptions {
  readonly fleet?: string;
  readonly nodes?: string;
  readonly pulls?: string;
  readonly bandwidth?: string;
  readonly above?: string;
  readonly present: readonly string[];
}

export const fleetOptions = (): readonly Option[] => [
  new Option('--nodes <number>', 'how many nodes pull the image'),
  new Option('--pulls <number>', 'how often each node pulls it anew: rebuilt bases, fresh nodes'),
  new Option('--bandwidth <rate>', 'of a node: 1Gbit/s, 100Mbps, 12.5MB/s'),
  new Option('--above <size>', 'what your application adds on top of the base, compressed: 390MB'),
  new Option('--present <image>', 'an image that the nodes have already; its layers are not pulled again (may repeat)')
    .argParser(collect)
    .default([], 'none'),
  new Option('--fleet <file>', 'all of these from a YAML file: nodes, pulls, bandwidth, above, present; flags win, --present adds'),
];
