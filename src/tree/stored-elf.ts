import type { ElfFacts } from './elf-facts.ts';
import type { ElfHead, ElfTables } from './packed-elf.ts';

/** Gives what is stored of a file, which `place` names. */
export interface ElfStore {
  head(place: number): ElfHead;
  tables(place: number): ElfTables;
}

/**
 * Facts that are stored elsewhere and read when somebody looks: whoever keeps a hundred thousand of them keeps next to nothing. Each look may read anew, so what is
 * looked at many times is taken out `atHand`.
 */
export function storedElf(store: ElfStore, place: number): ElfFacts {
  return new StoredElf(store, place);
}

/** The facts themselves. */
export function atHand(facts: ElfFacts): ElfFacts {
  return facts instanceof StoredElf ? facts.all() : facts;
}

/** The same, and from now on the same object each time: for facts that many derive something of. */
export function keptAtHand(facts: ElfFacts): ElfFacts {
  return facts instanceof StoredElf ? facts.keep() : facts;
}

/** A class, so that a file costs two fields and no function of its own. */
class StoredElf implements ElfFacts {
  readonly #store: ElfStore;
  readonly #place: number;
  #kept: ElfFacts | undefined;

  constructor(store: ElfStore, place: number) {
    this.#store = store;
    this.#place = place;
  }

  all(): ElfFacts {
    return this.#kept ?? { ...this.#store.head(this.#place), ...this.#store.tables(this.#place) };
  }

  keep(): ElfFacts {
    return (this.#kept = this.all());
  }

  get class(): ElfFacts['class'] {
    return (this.#kept ?? this.#store.head(this.#place)).class;
  }

  get endian(): ElfFacts['endian'] {
    return (this.#kept ?? this.#store.head(this.#place)).endian;
  }

  get written(): ElfFacts['written'] {
    return (this.#kept ?? this.#store.head(this.#place)).written;
  }

  get machine(): ElfFacts['machine'] {
    return (this.#kept ?? this.#store.head(this.#place)).machine;
  }

  get type(): ElfFacts['type'] {
    return (this.#kept ?? this.#store.head(this.#place)).type;
  }

  get osabi(): ElfFacts['osabi'] {
    return (this.#kept ?? this.#store.head(this.#place)).osabi;
  }

  get abiVersion(): ElfFacts['abiVersion'] {
    return (this.#kept ?? this.#store.head(this.#place)).abiVersion;
  }

  get flags(): ElfFacts['flags'] {
    return (this.#kept ?? this.#store.head(this.#place)).flags;
  }

  get entry(): ElfFacts['entry'] {
    return (this.#kept ?? this.#store.tables(this.#place)).entry;
  }

  get size(): ElfFacts['size'] {
    return (this.#kept ?? this.#store.head(this.#place)).size;
  }

  get interpreter(): ElfFacts['interpreter'] {
    return (this.#kept ?? this.#store.head(this.#place)).interpreter;
  }

  get segments(): ElfFacts['segments'] {
    return (this.#kept ?? this.#store.tables(this.#place)).segments;
  }

  get dynamic(): ElfFacts['dynamic'] {
    return (this.#kept ?? this.#store.head(this.#place)).dynamic;
  }

  get symbols(): ElfFacts['symbols'] {
    return (this.#kept ?? this.#store.tables(this.#place)).symbols;
  }

  get versionNeeds(): ElfFacts['versionNeeds'] {
    return (this.#kept ?? this.#store.head(this.#place)).versionNeeds;
  }

  get versionDefinitions(): ElfFacts['versionDefinitions'] {
    return (this.#kept ?? this.#store.head(this.#place)).versionDefinitions;
  }

  get relocations(): ElfFacts['relocations'] {
    return (this.#kept ?? this.#store.tables(this.#place)).relocations;
  }

  get tls(): ElfFacts['tls'] {
    return (this.#kept ?? this.#store.head(this.#place)).tls;
  }

  get stack(): ElfFacts['stack'] {
    return (this.#kept ?? this.#store.head(this.#place)).stack;
  }

  get notes(): ElfFacts['notes'] {
    return (this.#kept ?? this.#store.head(this.#place)).notes;
  }

  get hasSectionHeaders(): ElfFacts['hasSectionHeaders'] {
    return (this.#kept ?? this.#store.head(this.#place)).hasSectionHeaders;
  }

  get go(): ElfFacts['go'] {
    return (this.#kept ?? this.#store.head(this.#place)).go;
  }

  get rust(): ElfFacts['rust'] {
    return (this.#kept ?? this.#store.head(this.#place)).rust;
  }

  get libc(): ElfFacts['libc'] {
    return (this.#kept ?? this.#store.head(this.#place)).libc;
  }

  get staticLibc(): ElfFacts['staticLibc'] {
    return (this.#kept ?? this.#store.head(this.#place)).staticLibc;
  }

  get defects(): ElfFacts['defects'] {
    return (this.#kept ?? this.#store.head(this.#place)).defects;
  }
}
