import { IoTServiceException, ResourceNotFoundException } from '@aws-sdk/client-iot';

type Certificate = { readonly pem: string; readonly status: 'ACTIVE' | 'INACTIVE' | 'REVOKED' };
type Input = { readonly thingName?: string; readonly certificateId?: string };

/** The registry of IoT Core in memory: things with their certificates, by id. */
export class ThingsModel {
  readonly #things = new Map<string, Readonly<Record<string, Certificate>>>();
  /** Calls that are refused as too many. */
  readonly throttled = new Set<string>();

  /** Registers a thing with these certificates, by id, in place of those that it had. */
  register(thing: string, certificates: Readonly<Record<string, Certificate>> = {}): void {
    this.#things.set(thing, certificates);
  }

  /** Executes a command of the client. */
  answer(command: string, given: unknown): unknown {
    const { thingName = '', certificateId = '' } = given as Input;
    if (this.throttled.has(command))
      throw new IoTServiceException({
        name: 'ThrottlingException',
        $fault: 'client',
        message: 'Rate exceeded',
        $metadata: { httpStatusCode: 400 },
      });
    switch (command) {
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
