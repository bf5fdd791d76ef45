import { toByteText } from '../../formats/wire/byte-text.ts';
import { findClient } from '../../resolver/clients.ts';
import type { Client, LookupRequest } from '../../resolver/client.ts';
import type { Outcome } from '../../resolver/outcome.ts';
import type { NetworkInterface } from '../../resolver/network.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { MeasureWorld } from '../headroom/measure.ts';
import { measureHeadroom } from '../headroom/measure.ts';
import { judgeHeadroom } from '../headroom/rank.ts';
import type { NameHeadroom } from '../headroom/rank.ts';
import { lookUpAs } from '../lookup/look-up-as.ts';
import type { AskingClient, NameLookup } from '../lookup/look-up-as.ts';
import { askServers } from './ask-servers.ts';
import type { ServerState } from './ask-servers.ts';
import { clientsOf } from './clients-of.ts';
import type { ProcessPlace, StandIn } from './clients-of.ts';
import { viewOfGo, viewOfLibc } from './configuration-view.ts';
import type { ConfigurationView } from './configuration-view.ts';
import { toolStories } from './tools.ts';
import type { Tool } from './tools.ts';
import { whoResolves } from './who-resolves.ts';
import type { WhoResolves } from './who-resolves.ts';

/** Everything that was found out, as data. */
export interface Diagnosis {
  readonly who: WhoResolves;
  readonly configuration: ConfigurationView | null;
  /** Models that stand for the program. */
  readonly standIns: readonly StandIn[];
  readonly servers: readonly ServerState[];
  readonly names: readonly NamedDiagnosis[];
  readonly tools: readonly Tool[];
  /** What could not be asked, and why. */
  readonly notAsked: readonly string[];
}

export interface NamedDiagnosis {
  readonly lookup: NameLookup;
  readonly headroom: readonly NameHeadroom[];
}

/** The patient: a root with a program in it. */
export interface Patient {
  readonly rootfs: Rootfs;
  /** Path in that root. */
  readonly program?: string;
  readonly place: ProcessPlace;
  readonly interfaces: readonly NetworkInterface[];
}

/** The network as the patient sees it; absent when nobody is to be asked. */
export interface Ward {
  readonly world: MeasureWorld;
  readonly look: (client: Client, request: LookupRequest) => Promise<Outcome>;
}

/** `here` is the root of the person who asks, where it is another one. */
export async function diagnose(
  patient: Patient,
  here: Rootfs | undefined,
  names: readonly string[],
  ward: Ward | undefined,
): Promise<Diagnosis> {
  const { rootfs, program, place, interfaces } = patient;
  const who = whoResolves(rootfs, program);
  const configuration = viewOf(who, place, interfaces);
  const standIns = clientsOf(who, place, toByteText(names[0] ?? 'example.com'));
  const tools = [...toolStories(rootfs, 'application', who), ...(here === undefined ? [] : toolStories(here, 'here', who))];
  const about = { who, configuration, standIns, tools };
  if (ward === undefined) return { ...about, servers: [], names: [], notAsked: ['nobody was asked (--no-ask)'] };
  const servers = configuration === null ? [] : await askServers(ward.world, configuration.nameservers, configuration.search);
  const looked: NamedDiagnosis[] = [];
  for (const name of names) looked.push(await diagnoseName(name, who, patient, here, configuration, ward));
  return { ...about, servers, names: looked, notAsked: notAsked(names, standIns, configuration) };
}

async function diagnoseName(
  name: string,
  who: WhoResolves,
  { place }: Patient,
  here: Rootfs | undefined,
  configuration: ConfigurationView | null,
  { world, look }: Ward,
): Promise<NamedDiagnosis> {
  const own = clientsOf(who, place, toByteText(name));
  const clients = asking([...own, ...contrasts(here, place, name, own)]);
  const lookup = await lookUpAs(name, 'unspec', clients, look);
  const full = lookup.outcomes.flatMap(({ outcome }) => outcome.packets.findLast((packet) => packet.name !== undefined)?.name ?? [])[0];
  const headroom: NameHeadroom[] = [];
  for (const server of full === undefined ? [] : (configuration?.nameservers ?? []))
    headroom.push(judgeHeadroom(full ?? name, await measureHeadroom(world, server, full ?? name), 64));
  return { lookup, headroom };
}

/** What the person's own container would say, and the other family, so that a difference shows. */
function contrasts(here: Rootfs | undefined, place: ProcessPlace, name: string, own: readonly StandIn[]): readonly StandIn[] {
  const theirs = here === undefined ? [] : clientsOf(whoResolves(here, undefined), place, toByteText(name));
  const musl = own.some(({ client }) => client.startsWith('musl'));
  const others: readonly StandIn[] = [...theirs, { client: musl ? 'glibc-2.36' : 'musl-1.2.5', because: 'other-tool' }];
  return others.map(({ client }) => ({ client, because: 'other-tool' }));
}

function asking(standIns: readonly StandIn[]): readonly AskingClient[] {
  const spellings = [...new Set(standIns.map(({ client }) => client))];
  return spellings.flatMap((spelling) => {
    const client = findClient(spelling);
    return client === undefined ? [] : [{ spelling, client }];
  });
}

function viewOf(who: WhoResolves, place: ProcessPlace, interfaces: readonly NetworkInterface[]): ConfigurationView | null {
  if (who.kind === 'go') return viewOfGo(who.go.version, place);
  return who.kind === 'libc' && who.resolver !== null ? viewOfLibc(who.resolver, place, interfaces) : null;
}

function notAsked(names: readonly string[], standIns: readonly StandIn[], configuration: ConfigurationView | null): readonly string[] {
  return [
    ...(configuration === null ? ['the nameservers: whose configuration counts is not known'] : []),
    ...(names.length === 0 ? ['no name was given: `basewise dns doctor NAME` looks it up as the application does'] : []),
    ...(names.length > 0 && standIns.length === 0 ? ['the names as the application: its resolver is not modelled'] : []),
  ];
}
