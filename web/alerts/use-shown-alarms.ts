import { partOfRule } from '../../src/model/combined-profile.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client.ts';
import { alarmInWords, withProducts } from '../alarms/alarm-in-words.ts';
import { useLive } from '../board/live.tsx';
import { joinTabs } from '../board/tabs.ts';
import type { NewAlarm } from '../board/use-new-alarms.ts';
import { limitRuleOf } from '../profiles/limit-rules.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { isShowingAlarms } from './showing-alarms.ts';

/** More at once are counted in one notification. */
const mostAtOnce = 3;

/** Shows new alarms on the screen, if the person wants that: from one tab, and a click opens the shipment in it. */
export function useShownAlarms(): void {
  const { newAlarms } = useLive();
  const { username } = usePerson();
  const formats = useFormats();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [tabs] = useState(() =>
    joinTabs<never>(`coldwatch.shown-alarms.${username}`, {
      onWord: () => undefined,
      onLead: () => undefined,
    }),
  );
  useEffect(() => {
    tabs.lead();
    return () => tabs.follow();
  }, [tabs]);
  const show = useEffectEvent((title: string, path: string, options: NotificationOptions): void => {
    const shown = new Notification(title, options);
    shown.addEventListener('click', () => {
      window.focus();
      navigate(path);
      shown.close();
    });
  });
  const ruleOf = async ({ item: { profile }, alarm }: NewAlarm) => {
    const { id, version } = partOfRule(alarm.rule) ?? profile;
    const path = { profile: id, version: String(version) };
    const queryKey = ['showProfile', path, {}];
    const queryFn = () => call('showProfile', { path });
    const found = await queries
      .fetchQuery({ queryKey, queryFn, staleTime: Infinity })
      // The alarm is shown all the same, without the limit.
      .catch(() => null);
    return found === null ? undefined : limitRuleOf([found], alarm.rule);
  };
  const showEach = useEffectEvent(async (alarms: ReadonlyMap<string, NewAlarm>): Promise<void> => {
    for (const [key, each] of [...alarms].slice(0, mostAtOnce)) {
      const { item, alarm } = each;
      const rule = await ruleOf(each);
      show(
        texts.board.newAlarm(item.shipment, item.goods),
        `/shipments/${encodeURIComponent(item.shipment)}`,
        {
          body: withProducts(alarmInWords(alarm, rule, item, Date.now(), formats), alarm),
          // Another tab that shows the same one replaces it.
          tag: key,
        },
      );
    }
    const others = alarms.size - mostAtOnce;
    if (others > 0) show(texts.board.moreNewAlarms(others), '/alarms', { tag: 'coldwatch others' });
  });
  useEffect(() => {
    if (newAlarms.size > 0 && tabs.isLeading() && isShowingAlarms(username)) void showEach(newAlarms);
  }, [newAlarms, tabs, username]);
}
