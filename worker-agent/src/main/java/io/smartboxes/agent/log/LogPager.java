package io.smartboxes.agent.log;

import java.io.IOException;
import java.util.ArrayList;

/** Reads one page. */
record LogPager(LogReader reader, LogQuery query) {

    /** Of a page's text; one line may be beyond. */
    private static final int PAGE_BYTES_MAX = 512 << 10;

    private static final int LINE_OVERHEAD = 64;

    LogPage read(boolean ended) throws IOException {
        var lines = new ArrayList<LogLine>();
        long place = begin();
        long next = query.beyond();
        int bytes = 0;
        while (hasMore(place) && lines.size() < query.limit() && bytes < PAGE_BYTES_MAX) {
            LogReader.Read read = query.backward() ? reader.before(place) : reader.at(place);
            place = query.backward() ? read.begin() : read.end();
            LogLine line = read.line();
            if (line == null) {
                continue;
            }
            next = line.number();
            if (query.fits(line)) {
                lines.add(line);
                bytes += line.text().length() + LINE_OVERHEAD;
            }
        }
        return new LogPage(lines, next, hasMore(place), oldest(), ended);
    }

    private boolean hasMore(long place) {
        return query.backward() ? place > 0 : place < reader.end();
    }

    private long begin() throws IOException {
        if (query.beyond() > 0) {
            return reader.seek(LogLine::number, query.backward() ? query.beyond() : query.beyond() + 1);
        }
        if (query.atMillis() > 0) {
            return reader.seek(LogLine::atMillis, query.backward() ? query.atMillis() + 1 : query.atMillis());
        }
        return query.backward() ? reader.end() : 0;
    }

    private long oldest() throws IOException {
        for (long place = 0; place < reader.end(); ) {
            LogReader.Read read = reader.at(place);
            if (read.line() != null) {
                return read.line().number();
            }
            place = read.end();
        }
        return 0;
    }
}
