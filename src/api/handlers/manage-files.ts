import type { FileServices } from '../../monitoring/files/file-services.ts';
import { setFileAside } from '../../monitoring/set-file-aside.ts';
import { nameOf, refuseCancelled } from '../../storage/execute-action.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { type FileDesk, announceFile, fileAt, requestReading, shown } from './attached-files.ts';
import { openShipment } from './open-shipment.ts';

/** Makes the handlers that announce the files of loggers, have them read and set them aside. */
export function fileManagement(
  { database, evaluate }: Pick<FileServices, 'database' | 'evaluate'>,
  desk: FileDesk,
) {
  return {
    async announceFile({ person, action, path, body, actor }: ApiRequest<'announceFile'>) {
      const shipment = path['shipment']!;
      refuseCancelled(await openShipment(database, person, action, shipment));
      return announceFile(desk, shipment, body, nameOf(actor()));
    },
    async requestFileReading({
      person,
      action,
      path,
      body: { answers },
      actor,
    }: ApiRequest<'requestFileReading'>) {
      const [shipment, sha256] = [path['shipment']!, path['sha256']!];
      refuseCancelled(await openShipment(database, person, action, shipment));
      return { file: await requestReading(desk, shipment, { sha256, answers }, nameOf(actor())) };
    },
    async setFileAside({ person, action, path, body: { reason }, actor }: ApiRequest<'setFileAside'>) {
      const [shipment, sha256] = [path['shipment']!, path['sha256']!];
      await openShipment(database, person, action, shipment);
      const { files } = desk;
      const { name, bytes, answers, state } = await fileAt(files, shipment, sha256);
      const setAside = await setFileAside(
        { database, files, evaluate },
        { shipment, sha256, reason, by: actor() },
      );
      // The function that reads files compares what it has with the attached files; one that was refused has nothing.
      if (state !== 'refused')
        await desk.send({ shipment, sha256, name, bytes, answers, by: nameOf(actor()) });
      return { file: shown(setAside) };
    },
  };
}
