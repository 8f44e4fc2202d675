<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>cpx</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::HeaderBar</name>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n in flight</numerusform>
            <numerusform>%n in flight</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::MainWindow</name>
    <message numerus="yes">
        <source>Waiting for %n request(s) to finish. Quit again to cut them off.</source>
        <translation>
            <numerusform>Waiting for %n request to finish. Quit again to cut it off.</numerusform>
            <numerusform>Waiting for %n requests to finish. Quit again to cut them off.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::OverviewModel</name>
    <message numerus="yes">
        <source>p50 and p95 from %n answer(s)</source>
        <translation>
            <numerusform>p50 and p95 from %n answer</numerusform>
            <numerusform>p50 and p95 from %n answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>p95 needs %1 answers (%n so far)</source>
        <translation>
            <numerusform>p95 needs %1 answers (%n so far)</numerusform>
            <numerusform>p95 needs %1 answers (%n so far)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::OverviewPage</name>
    <message numerus="yes">
        <source>newest %n request(s) only</source>
        <translation>
            <numerusform>newest request only</numerusform>
            <numerusform>newest %n requests only</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::StatusLine</name>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n in flight</numerusform>
            <numerusform>%n in flight</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::TrafficPage</name>
    <message numerus="yes">
        <source>%1 of %n request(s)</source>
        <translation>
            <numerusform>%1 of %n request</numerusform>
            <numerusform>%1 of %n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n new</source>
        <translation>
            <numerusform>Paused, %n new</numerusform>
            <numerusform>Paused, %n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) do not match “%1”.</source>
        <translation>
            <numerusform>%n request does not match “%1”.</numerusform>
            <numerusform>%n requests do not match “%1”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cpx::TrayIcon</name>
    <message numerus="yes">
        <source>Codex-Plus — %1, %n in flight</source>
        <translation>
            <numerusform>Codex-Plus — %1, %n in flight</numerusform>
            <numerusform>Codex-Plus — %1, %n in flight</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n error(s) (1 h)</source>
        <translation>
            <numerusform>%1 · %n error (1 h)</numerusform>
            <numerusform>%1 · %n errors (1 h)</numerusform>
        </translation>
    </message>
</context>
</TS>
