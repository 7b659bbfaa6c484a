import { IoTServiceException, InvalidRequestException, ResourceNotFoundException } from '@aws-sdk/client-iot';

type Certificate = { readonly pem: string; readonly status: 'ACTIVE' | 'INACTIVE' | 'REVOKED' };
type Input = {
  readonly thingName?: string;
  readonly certificateId?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
};

/** The registry of IoT Core in memory: things with their certificates, by id. */
export class ThingsModel {
  readonly #things = new Map<string, Readonly<Record<string, Certificate>>>();
  readonly #attributes = new Map<string, Readonly<Record<string, string>>>();
  /** Calls that are refused as too many. */
  readonly throttled = new Set<string>();

  /** Registers a thing with these certificates, by id, in place of those that it had. */
  register(
    thing: string,
    certificates: Readonly<Record<string, Certificate>> = {},
    attributes: Readonly<Record<string, string>> = {},
  ): void {
    this.#things.set(thing, certificates);
    this.#attributes.set(thing, attributes);
  }

  /** Executes a command of the client. */
  answer(command: string, given: unknown): unknown {
    const { thingName = '', certificateId = '', maxResults = 25, nextToken = '0' } = given as Input;
    if (this.throttled.has(command))
      throw new IoTServiceException({
        name: 'ThrottlingException',
        $fault: 'client',
        message: 'Rate exceeded',
        $metadata: { httpStatusCode: 400 },
      });
    switch (command) {
      case 'ListThingsCommand': {
        const [from, names] = [Number(nextToken), [...this.#things.keys()]];
        if (Number.isNaN(from)) throw invalid('The next token is invalid.');
        return {
          things: names
            .slice(from, from + maxResults)
            .map((name) => ({ thingName: name, attributes: this.#attributes.get(name)! })),
          ...(from + maxResults < names.length && { nextToken: String(from + maxResults) }),
        };
      }
      case 'DescribeThingCommand':
        this.#certificatesOf(thingName);
        return { thingName, version: 1 };
      case 'ListThingPrincipalsCommand':
        return {
          principals: Object.keys(this.#certificatesOf(thingName)).map(
            (id) => `arn:aws:iot:us-east-1:123456789012:cert/${id}`,
          ),
        };
      case 'DescribeCertificateCommand': {
        const found = [...this.#things.values()].find((each) => each[certificateId] !== undefined);
        if (found === undefined) throw notFound(`certificate ${certificateId}`);
        const { pem, status } = found[certificateId]!;
        return { certificateDescription: { certificateId, certificatePem: pem, status } };
      }
      default:
        throw new Error(`the model of the registry knows no ${command}`);
    }
  }

  #certificatesOf(thing: string): Readonly<Record<string, Certificate>> {
    const certificates = this.#things.get(thing);
    if (certificates === undefined) throw notFound(`thing ${thing}`);
    return certificates;
  }
}

function notFound(what: string): ResourceNotFoundException {
  return new ResourceNotFoundException({ message: `no ${what}`, $metadata: { httpStatusCode: 404 } });
}

function invalid(message: string): InvalidRequestException {
  return new InvalidRequestException({ message, $metadata: { httpStatusCode: 400 } });
}
