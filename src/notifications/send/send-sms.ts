import { InvalidParameterException, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { SendingFailed } from './sending-failed.ts';

/** Makes a function that sends a text message to a telephone number in E.164 form. */
export function smsSender(client: SNSClient): (sms: { to: string; text: string }) => Promise<void> {
  return async ({ to, text }) => {
    try {
      await client.send(
        new PublishCommand({
          PhoneNumber: to,
          Message: text,
          MessageAttributes: {
            // The other type, Promotional, is delivered at lower priority.
            'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof InvalidParameterException)) throw error;
      throw new SendingFailed(
        `the number was refused: ${error.message} Check it; if its owner stopped messages to it, operations can opt it in again`,
        { cause: error },
      );
    }
  };
}
