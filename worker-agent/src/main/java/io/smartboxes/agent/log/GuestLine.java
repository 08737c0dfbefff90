package io.smartboxes.agent.log;

/** A line as a guest tells it. Numbers count from one in each box, lines that were lost included. */
record GuestLine(long number, long atMillis, LogLevel level, LogSource source, long pid, String text) {}
