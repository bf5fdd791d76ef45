/** A Dockerfile that needs nothing but packages, and what its image must then do on Debian. */
export interface BuildCase {
  readonly name: string;
  readonly dockerfile: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Paths of the context that are programs. */
  readonly executable?: readonly string[];
  /** One of the few that run in CI. */
  readonly ci?: true;
  /** Run in the built image; must exit 0 and print text that matches. */
  readonly run: readonly string[];
  readonly prints: RegExp;
}

export const buildCases: readonly BuildCase[] = [
  {
    name: 'virtual packages, compiled, removed',
    ci: true,
    dockerfile:
      'FROM alpine:3.22\nCOPY hello.c /src/hello.c\nRUN apk add --no-cache --virtual .build-deps \\\n      gcc \\\n      # headers\n      musl-dev \\\n' +
      '    && gcc -o /usr/local/bin/hello /src/hello.c \\\n    && apk del .build-deps\nRUN ! command -v gcc\nCMD ["hello"]\n',
    context: {
      'hello.c':
        '#include <stdio.h>\n#include <gnu/libc-version.h>\nint main(void) { printf("glibc %s\\n", gnu_get_libc_version()); return 0; }\n',
    },
    run: ['hello'],
    prints: /^glibc 2\.\d+/,
  },
  {
    name: 'users, groups and numbers',
    dockerfile:
      'FROM alpine:3.22\nRUN addgroup -g 4242 -S app && adduser -S -D -u 4243 -G app -h /srv/app -s /bin/ash app && addgroup app audio\nRUN adduser -D -H other\n',
    run: ['sh', '-c', 'id app; getent passwd app; test -d /srv/app && test ! -d /home/other && id other'],
    prints: /uid=4243\(app\) gid=4242\(app\) groups=.*audio[^]*\/srv\/app:\/bin\/sh[^]*uid=\d+\(other\)/,
  },
  {
    name: 'tini and gosu by their new paths',
    ci: true,
    dockerfile:
      'FROM alpine:3.22\nRUN apk add --no-cache tini su-exec && adduser -D app\nRUN su-exec app id -un > /who\nENTRYPOINT ["/sbin/tini", "--"]\n',
    run: ['sh', '-c', 'cat /who; /usr/bin/tini --version'],
    prints: /^app\n[^]*tini version/,
  },
  {
    name: 'parts of bash in ash',
    dockerfile: 'FROM alpine:3.22\nRUN A=abc; [[ $A == a* ]] && echo -e "x\\ty${A:1:1}" > /out && set -o pipefail\n',
    run: ['cat', '/out'],
    prints: /^x\tyb\n$/,
  },
  {
    name: 'time zone as Alpine files do it',
    dockerfile:
      'FROM alpine:3.22\nRUN apk add --no-cache tzdata && cp /usr/share/zoneinfo/Europe/Berlin /etc/localtime && echo Europe/Berlin > /etc/timezone && apk del tzdata\n',
    run: ['sh', '-c', 'date -d 2026-01-15T12:00:00Z +%Z; TZ=Etc/UTC date -d 2026-01-15T12:00:00Z +%Z'],
    prints: /^CET\nUTC\n$/,
  },
  {
    // Heredocs are left to the tests: Debian 12's buildah does not read them.
    name: 'condition, loop, nested shell',
    dockerfile:
      'FROM alpine:3.22\nARG EXTRA=yes\nRUN set -e; apk add --no-cache jq; \\\n    for p in file; do apk add --no-cache file; done; \\\n' +
      '    if [ "$EXTRA" = yes ]; then apk add --no-cache zip; fi; \\\n    sh -c "apk add --no-cache unzip"; command -v nothing || apk add --no-cache tree\n',
    run: ['sh', '-c', 'jq --version; file --version; zip -v | head -1; command -v unzip; command -v tree'],
    prints: /jq-[\d.]+[^]*file-[^]*Zip[^]*unzip[^]*tree/i,
  },
  {
    name: 'a library in /usr/local/lib',
    dockerfile:
      'FROM alpine:3.22\nRUN apk add --no-cache build-base\nCOPY Makefile lib.c main.c /src/\nRUN cd /src && make && make install\nCMD ["usesit"]\n',
    context: {
      'lib.c': 'int answer(void) { return 42; }\n',
      'main.c': '#include <stdio.h>\nint answer(void);\nint main(void) { printf("%d\\n", answer()); return 0; }\n',
      Makefile:
        'all:\n\tgcc -shared -fPIC -o libanswer.so lib.c\n\tgcc -o usesit main.c -L. -lanswer\ninstall:\n\tcp libanswer.so /usr/local/lib/\n\tcp usesit /usr/local/bin/\n',
    },
    run: ['usesit'],
    prints: /^42\n$/,
  },
  {
    name: 'stages that move together',
    dockerfile:
      'FROM alpine:3.22 AS build\nRUN apk add --no-cache gcc musl-dev\nCOPY hello.c /\nRUN gcc -o /hello /hello.c\nFROM alpine:3.22\nCOPY --from=build /hello /usr/bin/hello\n',
    context: { 'hello.c': '#include <stdio.h>\nint main(void) { puts("moved"); return 0; }\n' },
    run: ['hello'],
    prints: /^moved\n$/,
  },
  {
    name: "Python of the distribution and PEP 668's flag",
    dockerfile:
      'FROM alpine:3.22\nRUN apk add --no-cache python3 py3-pip py3-yaml\nCOPY pkg /pkg\nRUN pip install --no-index --no-build-isolation /pkg || pip3 --version > /pip\n',
    context: { 'pkg/README': 'no package: pip refuses it after the check of PEP 668\n' },
    run: ['sh', '-c', 'python3 -c "import yaml; print(yaml.__version__)"; cat /pip'],
    prints: /^\d[^]*pip \d+/,
  },
  {
    name: 'locale and shell',
    dockerfile:
      'FROM alpine:3.22\nENV LANG=en_US.UTF-8\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN locale charmap > /charmap; true | cat\n',
    run: ['cat', '/charmap'],
    prints: /^UTF-8\n$/,
  },
  {
    name: 'programs of busybox that slim lacks',
    dockerfile: 'FROM alpine:3.22\nRUN wget --version > /wget; unzip -v > /unzip\nHEALTHCHECK CMD nc -z localhost 80\n',
    run: ['sh', '-c', 'head -1 /wget; head -1 /unzip; command -v nc'],
    prints: /GNU Wget[^]*UnZip[^]*nc/,
  },
  {
    name: 'the libraries of a typical image',
    dockerfile:
      'FROM alpine:3.22\nRUN apk update && apk add ca-certificates openssl libpq icu-libs libxml2 libpng freetype sqlite-libs && rm -rf /var/cache/apk/*\n',
    run: [
      'sh',
      '-c',
      'ldconfig -p | grep -cE "libpq.so.5|libxml2.so|libpng16.so.16|libfreetype.so.6|libsqlite3.so.0|libicuuc"; ls /var/lib/apt/lists | wc -l',
    ],
    prints: /^6\n0\n$/,
  },
];
