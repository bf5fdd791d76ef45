import type { NameHeadroom } from './rank.ts';

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** Text exposition format, for a textfile collector. */
export function prometheusHeadroom(list: readonly NameHeadroom[]): string {
  const questions = list.flatMap(({ name, server, questions: both }) =>
    both.map((measured) => ({ labels: { name, server, type: measured.type }, measured })),
  );
  const sized = questions.flatMap(({ labels, measured: { size, bytesLeft, recordsLeft } }) =>
    size === undefined || bytesLeft === undefined || recordsLeft === undefined ? [] : [{ labels, size, bytesLeft, recordsLeft }],
  );
  const metrics: Metric[] = [
    {
      name: 'basewise_dns_answer_bytes',
      help: 'Size of the answer without EDNS.',
      samples: sized.map(({ labels, size }) => ({ labels, value: size })),
    },
    {
      name: 'basewise_dns_headroom_bytes',
      help: 'Bytes left before the answer is truncated at 512.',
      samples: sized.map(({ labels, bytesLeft }) => ({ labels, value: bytesLeft })),
    },
    {
      name: 'basewise_dns_headroom_records',
      help: 'Records of the type that still fit.',
      samples: sized.map(({ labels, recordsLeft }) => ({ labels, value: recordsLeft })),
    },
    {
      name: 'basewise_dns_truncated',
      help: '1 when the UDP answer without EDNS is truncated.',
      samples: questions.map(({ labels, measured }) => ({ labels, value: measured.truncated === undefined ? 0 : 1 })),
    },
    {
      name: 'basewise_dns_tcp_answers',
      help: '1 when the server answers over TCP.',
      samples: list.map(({ name, server, tcp }) => ({ labels: { name, server }, value: tcp === 'answers' ? 1 : 0 })),
    },
  ];
  return metrics.map((metric) => metricText(metric)).join('');
}

function metricText({ name, help, samples }: Metric): string {
  const lines = samples.map(({ labels, value }) => {
    const pairs = Object.entries(labels).map(
      ([key, text]) => `${key}="${text.replaceAll(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`,
    );
    return `${name}{${pairs.join(',')}} ${value}\n`;
  });
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}
