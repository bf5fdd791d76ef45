import { commandText } from '../../dockerfile/shell/command-text.ts';
import { appletOptions } from '../../bases/busybox-options.ts';
import { givenOptions } from '../../dockerfile/shell/given-options.ts';
import { describePlace } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isBareBase } from '../../judge/repository/started-program.ts';
import { runFacts, runsOf, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly command: string;
  readonly base: string;
  readonly option: string | null;
  readonly user: string | null;
}

/** Users are made in the words of another distribution, or used without being made. */
export const accountTools: RunnableStageRule = defineStageRule<Evidence>({
  id: 'missing-user',
  title: 'A user that the image does not have, or cannot make so',
  find,
  describe: ({ evidence: { command, base, option, user } }) =>
    user === null
      ? {
          message: `\`${command}\`: ${option ?? ''} is not an option of ${command.split(' ')[0] ?? ''} on ${base}; the build stops there.`,
          fix: /Alpine|alpine/.test(base) ? 'busybox: adduser -D -H -u UID -G group name' : 'groupadd and useradd -r -u UID -g group name',
        }
      : {
          message: `USER ${user}: neither ${base} nor a step of this file makes that user, so the container does not start ("unable to find user ${user}").`,
          fix: 'create the user in this stage, or use a number',
        },
});

function find(context: StageContext): readonly FindingFact<Evidence>[] {
  return [...dialects(context), ...absentUser(context)];
}

function dialects({ build, placeOf, at }: StageContext): readonly FindingFact<Evidence>[] {
  return build.stages
    .filter(({ needed }) => needed)
    .flatMap((stage) => {
      const place = placeOf(stage);
      const family = place.classification?.family;
      if (family !== 'alpine' && family !== 'debian' && family !== 'ubuntu') return [];
      // Distroless images have no adduser but busybox's, in their debug variants.
      if (place.classification?.variants.includes('distroless') === true) return [];
      if (family === 'alpine' && systemPackagesOf(runsOf(build, stage)).has('shadow')) return [];
      const release = place.classification?.release ?? null;
      return stage.steps
        .flatMap((step) => (step.kind === 'run' ? runFacts(step).users : []))
        .flatMap(({ command }): readonly FindingFact<Evidence>[] => {
          if (command.reached !== 'yes' || !/^add(?:user|group)$/.test(command.name)) return [];
          const applet = appletOptions(command.name, release);
          const refused = family === 'alpine' ? applet?.refused : applet?.unknownToGnu;
          const option = givenOptions(command, applet?.takesValue ?? new Set())
            .map((given) => given.option)
            .find((each) => refused?.has(each) === true);
          if (option === undefined) return [];
          return [
            {
              key: `${stage.name ?? stage.index}:${option}`,
              severity: 'error',
              certainty: 'likely',
              where: [at(command.start)],
              evidence: {
                command: commandText(command, 80),
                base: describePlace(place),
                option,
                user: null,
              },
            },
          ];
        });
    });
}

function absentUser({ place, stage, chain, runs, at }: StageContext): readonly FindingFact<Evidence>[] {
  const user = stage.config.user?.split(':')[0];
  if (user === undefined || /^\d+$|\$/.test(user) || !isBareBase(place) || standardUsers.has(user)) return [];
  const made = runs.some(
    ({ users, opaque, commands, packages }) =>
      opaque ||
      users.some(({ name, kind }) => kind === 'user' && (name === user || name.includes('$'))) ||
      commands.some(
        ({ name, argv, redirects }) =>
          /\.sh$|^(?:usermod|useradd|adduser)$/.test(name) ||
          [...argv, ...redirects.flatMap(({ target }) => target ?? [])].some(({ text }) => text.includes('/etc/passwd')),
      ) ||
      packages.some(({ packages: names }) => names.some(({ name }) => mayMake(name, user))),
  );
  const copied = chain.some(({ steps }) =>
    steps.some(
      (step) =>
        (step.kind === 'copy' || step.kind === 'add') &&
        (/passwd|^\/etc\/?$|^\/$/.test(step.destination) || step.sources.some((source) => /passwd|^\/$/.test(source))),
    ),
  );
  if (made || copied) return [];
  const step = chain.flatMap(({ steps }) => steps).findLast(({ instruction }) => instruction.keyword === 'USER');
  if (step === undefined) return [];
  return [
    {
      key: user,
      severity: 'error',
      certainty: 'likely',
      where: [at(step.instruction.range.start)],
      evidence: { command: '', base: describePlace(place), option: null, user },
    },
  ];
}

/**
 * Packages of services make the users that they run as, named like the package or a part of it (`tor`: debian-tor, `mysql-server`: mysql). What is in a file of the
 * build, and a package that only a variable names, may make any.
 */
function mayMake(name: string, user: string): boolean {
  if (/[/$]|\.(?:apk|deb|rpm)$/.test(name)) return true;
  if (name.startsWith(user) || Object.hasOwn(otherNames, user)) return name.startsWith(user) || otherNames[user]?.test(name) === true;
  const words = (text: string): readonly string[] => text.toLowerCase().split(/[^a-z]+|(?<=[a-z])(?=\d)/);
  const parts = new Set(words(user).filter((word) => word.length >= 3));
  return words(name).some((word) => parts.has(word));
}

/** Users whose packages go by another name. */
const otherNames: Readonly<Record<string, RegExp>> = {
  messagebus: /^dbus/,
  openldap: /^slapd/,
  ldap: /^openldap/,
  proxy: /^squid/,
  spamd: /^spamassassin/,
  freerad: /^freeradius/,
  radius: /^freeradius/,
  bind: /^bind9/,
  named: /^bind/,
  vmail: /^(?:dovecot|postfix)/,
  apache: /^(?:apache2|httpd)/,
  celery: /^python3?-celery/,
};

/** In /etc/passwd of Alpine and Debian both, or in one that has no other way to be told apart here. */
const standardUsers: ReadonlySet<string> = new Set(
  'root nobody daemon bin mail games www-data sync lp man news operator guest ftp cron postmaster ubuntu backup list irc _apt adm shutdown halt sshd uucp ntp'.split(
    ' ',
  ),
);
