import { describe, expect, it } from "vitest";
import { agoTime, itemTime, rowTime, sectionOf, sentenceTime, timeLeft } from "./dates.ts";

const NOW = new Date(2026, 10, 20, 14, 32, 0); // a Friday
const at = (day: number, hour: number, minute = 0, month = 10, year = 2026) => new Date(year, month, day, hour, minute);

describe("times", () => {
  it("are short in a list", () => {
    expect(rowTime(at(20, 14, 8), NOW)).toBe("14:08");
    expect(rowTime(at(19, 23, 59), NOW)).toBe("Thu");
    expect(rowTime(at(13, 9), NOW)).toBe("13 Nov");
    expect(rowTime(at(13, 9, 0, 10, 2025), NOW)).toBe("13 Nov 2025");
  });

  it("are complete for one item", () => {
    expect(itemTime(at(20, 14, 8), NOW)).toBe("Today, 14:08");
    expect(itemTime(at(19, 9, 55), NOW)).toBe("Yesterday, 09:55");
    expect(itemTime(at(22, 18), NOW)).toBe("Sun 22 Nov, 18:00");
    expect(sentenceTime(at(22, 18), NOW)).toBe("Sunday 22 Nov at 18:00");
  });

  it("fall under headings, with weeks from Monday", () => {
    expect(sectionOf(at(20, 0), NOW)).toBe("Today");
    expect(sectionOf(at(19, 12), NOW)).toBe("Yesterday");
    expect(sectionOf(at(16, 12), NOW)).toBe("Earlier this week");
    expect(sectionOf(at(15, 12), NOW)).toBe("Last week");
    expect(sectionOf(at(1, 12, 0, 9), NOW)).toBe("October");
    expect(sectionOf(at(1, 12, 0, 9, 2025), NOW)).toBe("October 2025");
  });

  it("say how long ago", () => {
    expect(agoTime(at(20, 14, 31), NOW)).toBe("Now");
    expect(agoTime(at(20, 14, 20), NOW)).toBe("12 min ago");
    expect(agoTime(at(20, 12, 20), NOW)).toBe("2 h ago");
    expect(agoTime(at(19, 12), NOW)).toBe("Yesterday");
  });
});

describe("time left", () => {
  const left = (seconds: number) => timeLeft(new Date(NOW.getTime() + seconds * 1000), NOW);

  it("counts days, then hours, then minutes, then seconds", () => {
    expect(left(52 * 3600)).toMatchObject({ long: "2 days 4 h", short: "2 d 4 h", soon: false });
    expect(left(6 * 86400)).toMatchObject({ long: "6 days", short: "6 d" });
    expect(left(5 * 3600 + 600)).toMatchObject({ long: "5 h 10 m", soon: true });
    expect(left(59 * 60)).toMatchObject({ long: "59 min" });
    expect(left(40)).toMatchObject({ long: "40 s", over: false });
  });

  it("is over at the very second", () => {
    expect(left(1)).toMatchObject({ over: false });
    expect(left(0)).toMatchObject({ over: true });
  });
});
