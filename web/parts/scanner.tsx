import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { texts } from '../texts.ts';

/** Reads a code from a video frame; null where there is none. */
type Reader = (video: HTMLVideoElement) => Promise<string | null>;

type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

/** Code formats on the labels of logistic units. */
const formats = ['qr_code', 'data_matrix', 'code_128'];
const everyMs = 150;
/** Wide enough for a code that fills half of the frame. */
const width = 640;

/** Shows the camera until a code has been read. */
export default function Scanner({
  onScanned,
  onStop,
}: {
  onScanned: (code: string) => void;
  onStop: () => void;
}): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [readsBars, setReadsBars] = useState(true);
  const scanned = useEffectEvent(onScanned);
  useEffect(() => {
    let stream: MediaStream | null = null;
    const ending = new AbortController();
    const { signal } = ending;
    const watch = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
      });
      const element = video.current;
      if (signal.aborted || element === null) return stopStream(stream);
      element.srcObject = stream;
      await element.play();
      const { read, isQrOnly } = await readerOf();
      setReadsBars(!isQrOnly);
      while (!signal.aborted) {
        const code = await read(element);
        if (code !== null && !signal.aborted) return scanned(code);
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    };
    watch().catch((error: unknown) => {
      if (signal.aborted) return;
      const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
      setRefusal(isDenied ? texts.receive.cameraRefused : texts.receive.noCamera);
    });
    return () => {
      ending.abort();
      stopStream(stream);
    };
  }, []);
  return (
    <div className="scanner">
      {refusal === null ? (
        <>
          <video ref={video} muted playsInline />
          <p>{readsBars ? texts.receive.aim : texts.receive.aimQr}</p>
        </>
      ) : (
        <p role="alert">{refusal}</p>
      )}
      <button type="button" onClick={onStop}>
        {refusal === null ? texts.receive.stop : texts.receive.close}
      </button>
    </div>
  );
}

function stopStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Returns the browser's own reader where it has one, otherwise one for QR codes only. */
async function readerOf(): Promise<{ read: Reader; isQrOnly: boolean }> {
  const { BarcodeDetector: Own } = window as unknown as { BarcodeDetector?: DetectorClass };
  const known = (await Own?.getSupportedFormats().catch(() => [])) ?? [];
  const usable = formats.filter((format) => known.includes(format));
  if (Own !== undefined && usable.length > 0) {
    const detector = new Own({ formats: usable });
    const read: Reader = async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null;
    return { read, isQrOnly: usable.join() === 'qr_code' };
  }
  const { default: jsQr } = (await import('jsqr')) as unknown as {
    default: typeof import('jsqr').default;
  };
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const read: Reader = async (video) => {
    if (video.videoWidth === 0) return null;
    canvas.width = Math.min(width, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQr(data, canvas.width, canvas.height)?.data ?? null;
  };
  return { read, isQrOnly: true };
}
