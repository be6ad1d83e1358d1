import { OtlpError } from './otlp-error.ts';

const maximumDepth = 64;
/** Messages within one request: an attribute with its value counts two. */
const maximumMessages = 2_000_000;

/** Reads the protobuf wire format: bounded, without copies, without code made at run time. */
export class WireReader {
  readonly #octets: Buffer;
  #position = 0;
  #end: number;
  #depth = 0;
  #messages = 0;
  /** Halves of the 64 bit number read last, unsigned. */
  #low = 0;
  #high = 0;

  constructor(octets: Uint8Array) {
    this.#octets = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
    this.#end = octets.byteLength;
  }

  /** Number and wire type of the next field (`field * 8 + type`); zero at the end of the message. */
  tag(): number {
    if (this.#position >= this.#end) return 0;
    this.#readVarint();
    const field = this.#low >>> 3;
    if (this.#high !== 0 || field === 0) throw new OtlpError('A field number is out of range');
    return this.#low;
  }

  /** Passes over a field that nobody reads. */
  skip(tag: number): void {
    const type = tag & 7;
    if (type === 0) this.#readVarint();
    else if (type === 1) this.#take(8);
    else if (type === 2) this.#take(this.#length());
    else if (type === 5) this.#take(4);
    else throw new OtlpError(`Wire type ${type} is not taken`);
  }

  message<Message>(decode: (reader: WireReader) => Message): Message {
    const length = this.#length();
    const outerEnd = this.#end;
    if (length > outerEnd - this.#position) throw new OtlpError('The message ends too early');
    this.#messages += 1;
    if (this.#messages > maximumMessages)
      throw new OtlpError(`More than ${maximumMessages} messages in one request`, 8);
    this.#depth += 1;
    if (this.#depth > maximumDepth) throw new OtlpError(`Messages are nested deeper than ${maximumDepth}`);
    this.#end = this.#position + length;
    const message = decode(this);
    this.#position = this.#end;
    this.#end = outerEnd;
    this.#depth -= 1;
    return message;
  }

  text(): string {
    const start = this.#take(this.#length());
    return this.#octets.toString('utf8', start, this.#position);
  }

  hex(): string {
    const start = this.#take(this.#length());
    return this.#octets.toString('hex', start, this.#position);
  }

  base64(): string {
    const start = this.#take(this.#length());
    return this.#octets.toString('base64', start, this.#position);
  }

  /** A varint that is known to be small: an enum, a count, a truth value. */
  uint32(): number {
    this.#readVarint();
    return this.#low;
  }

  /** Zigzag. */
  sint32(): number {
    const value = this.uint32();
    return (value >>> 1) ^ -(value & 1);
  }

  uint64(): number {
    this.#readVarint();
    return this.#high * 0x1_0000_0000 + this.#low;
  }

  /** As text where a number cannot hold it. */
  int64(): number | string {
    this.#readVarint();
    return this.#signed();
  }

  sfixed64(): number | string {
    this.#readFixed64();
    return this.#signed();
  }

  fixed64(): number {
    this.#readFixed64();
    return this.#high * 0x1_0000_0000 + this.#low;
  }

  double(): number {
    return this.#octets.readDoubleLE(this.#take(8));
  }

  /** Nanoseconds since 1970, as whole microseconds and the nanoseconds that remain. */
  time(): Time {
    this.#readFixed64();
    // 2^32 ns are 4,294,967 µs and 296 ns: nothing here exceeds what a number holds exactly.
    const rest = this.#high * 296 + this.#low;
    const micros = Math.floor(rest / 1000);
    return { micros: this.#high * 4_294_967 + micros, nanos: rest - micros * 1000 };
  }

  /** A repeated number, packed or not. */
  repeated(tag: number, into: number[], read: (reader: WireReader) => number): void {
    if ((tag & 7) !== 2) {
      into.push(read(this));
      return;
    }
    this.message((reader) => {
      while (reader.#position < reader.#end) into.push(read(reader));
    });
  }

  #signed(): number | string {
    const high = this.#high | 0;
    const value = high * 0x1_0000_0000 + this.#low;
    if (Number.isSafeInteger(value)) return value;
    return String((BigInt(high) << 32n) | BigInt(this.#low));
  }

  #length(): number {
    this.#readVarint();
    if (this.#high !== 0) throw new OtlpError('A length is out of range');
    return this.#low;
  }

  /** Moves on and says where it was. */
  #take(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) throw new OtlpError('The message ends too early');
    this.#position = start + length;
    return start;
  }

  #readFixed64(): void {
    const start = this.#take(8);
    this.#low = this.#octets.readUInt32LE(start);
    this.#high = this.#octets.readUInt32LE(start + 4);
  }

  #readVarint(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#position >= this.#end) throw new OtlpError('The message ends too early');
      const octet = this.#octets[this.#position] ?? 0;
      this.#position += 1;
      const bits = octet & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else if (bits > 1) throw new OtlpError('A number has more than 64 bits');
      else high |= bits << 31;
      if (octet < 0x80) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw new OtlpError('A number has more than ten octets');
  }
}

export interface Time {
  readonly micros: number;
  readonly nanos: number;
}

/** Unix milliseconds. */
export function toMilliseconds({ micros }: Time): number {
  return micros / 1000;
}

/** Milliseconds from one time to another: never below zero. */
export function between(start: Time, end: Time): number {
  const nanos = (end.micros - start.micros) * 1000 + (end.nanos - start.nanos);
  return nanos > 0 ? nanos / 1e6 : 0;
}

export const noTime: Time = { micros: 0, nanos: 0 };
