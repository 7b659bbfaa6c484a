import { Parser, decode } from 'saxen';
import { UnusableFile } from '../logger-file.ts';

export { decode };

/** Receives what an XML text consists of. Names of elements are without prefix; attributes are not decoded. */
export type XmlHandler = {
  open?(name: string, attributes: () => { readonly [name: string]: string }): void;
  close?(name: string): void;
  text?(text: string): void;
};

/** An incomplete tag is parsed again with the next piece, so pieces are not too small. */
const pieceLength = 1_000_000;

/**
 * Parses XML in UTF-8. A document type definition is refused: workbooks have none (ECMA-376 part 2, section 8.1.4), and
 * entities defined in it could grow without limit.
 *
 * @throws {UnusableFile} when it is not well-formed.
 */
export function parseXml(content: Iterable<Uint8Array>, handler: XmlHandler): void {
  let depth = 0;
  const parser = new Parser()
    .on('error', (cause) => {
      throw cause instanceof UnusableFile ? cause : malformed(cause);
    })
    .on('warn', (cause) => {
      throw malformed(cause);
    })
    .on('attention', () => {
      throw new UnusableFile('it is no workbook: its XML has a document type definition');
    })
    .on('openTag', (name, attributes) => {
      depth++;
      handler.open?.(localName(name), attributes);
    })
    .on('closeTag', (name) => {
      depth--;
      handler.close?.(localName(name));
    })
    .on('text', (text) => handler.text?.(decode(text)))
    .on('cdata', (text) => handler.text?.(text));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let waiting = '';
  try {
    for (const piece of content) {
      waiting += decoder.decode(piece, { stream: true });
      if (waiting.length < pieceLength) continue;
      parser.write(waiting);
      waiting = '';
    }
    parser.write(waiting + decoder.decode()).end();
  } catch (cause) {
    throw cause instanceof UnusableFile ? cause : malformed(cause as Error);
  }
  if (depth !== 0) throw malformed(new Error('an element is not closed'));
}

function malformed(cause: Error): UnusableFile {
  return new UnusableFile(`it is a damaged workbook (${cause.message}): copy or export it again`, { cause });
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
