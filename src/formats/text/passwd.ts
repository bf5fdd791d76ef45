/** A line of /etc/passwd; the password field is not kept. */
export interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

export interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** passwd(5): seven fields with `:` between them. Lines with fewer than four fields or a number that is none are passed over, as the libcs do. */
export function parsePasswd(text: string): PasswdEntry[] {
  return lines(text).flatMap((line) => {
    const [name = '', , uid, gid, , home = '', shell = ''] = line.split(':');
    const numbers = [id(uid), id(gid)] as const;
    if (name === '' || numbers[0] === null || numbers[1] === null) return [];
    return [{ name, uid: numbers[0], gid: numbers[1], home, shell }];
  });
}

/** group(5): name, password, number, members with `,` between them. */
export function parseGroup(text: string): GroupEntry[] {
  return lines(text).flatMap((line) => {
    const [name = '', , gid, members = ''] = line.split(':');
    const number = id(gid);
    return name === '' || number === null ? [] : [{ name, gid: number, members: members.split(',').filter((member) => member !== '') }];
  });
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** A user or group number: 32 bits without sign. */
function id(field: string | undefined): number | null {
  if (field === undefined || !/^\d{1,10}$/.test(field)) return null;
  const number = Number(field);
  return number <= 0xff_ff_ff_ff ? number : null;
}
