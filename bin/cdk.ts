import { production } from '../config/production.ts';
import { coldwatchApp } from '../lib/coldwatch-app.ts';

coldwatchApp(production, { checked: true });
