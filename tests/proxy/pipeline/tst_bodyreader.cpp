// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/bodyreader.h"

#include "proxy/server/requestbody.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// A stage waits for a body.
class BodyReaderTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_body = std::make_unique<RequestBody>();
        m_request = {};
        m_request.body = m_body.get();
        m_said.clear();
    }

    void aBodyThatIsHereIsGivenAtOnce();
    void aBodyOnItsWayIsGivenWhenItEnds();
    void itStaysThereToBeSent();
    void moreThanTheMaximumIsRefusedBeforeItArrives();
    void moreThanTheMaximumOfAnUnknownLengthIsRefused();
    void exactlyTheMaximumIsNot();
    void aClientThatLeavesIsNotWaitedFor();

private:
    void read(qint64 maximum)
    {
        readBody(m_request, maximum, [this](const BodyOutcome &outcome) {
            if (const auto *error = std::get_if<http::HttpError>(&outcome))
                m_said += u"error %1"_s.arg(error->status);
            else
                m_said += QString::fromLatin1(std::get<QByteArray>(outcome));
        });
    }
    void frame(http::BodyFraming::Kind kind, quint64 length = 0) { m_request.head.body = {kind, length}; }

    std::unique_ptr<RequestBody> m_body;
    StageRequest m_request;
    QStringList m_said;
};

using Kind = http::BodyFraming::Kind;

void BodyReaderTest::aBodyThatIsHereIsGivenAtOnce()
{
    frame(Kind::Sized, 3);
    m_body->append("abc");
    m_body->setComplete();
    read(10);
    QCOMPARE(m_said, QStringList{u"abc"_s});
}

void BodyReaderTest::aBodyOnItsWayIsGivenWhenItEnds()
{
    frame(Kind::Sized, 6);
    m_body->setCapacity(2);
    m_body->append("ab");
    read(10);
    QVERIFY(m_body->hasRoom());
    m_body->append("cd");
    m_body->append("ef");
    QVERIFY(m_said.isEmpty());
    m_body->setComplete();
    QCOMPARE(m_said, QStringList{u"abcdef"_s});
}

void BodyReaderTest::itStaysThereToBeSent()
{
    frame(Kind::Chunked);
    read(10);
    m_body->append("abc");
    m_body->setComplete();
    QCOMPARE(m_body->readAll(), "abc");
}

void BodyReaderTest::moreThanTheMaximumIsRefusedBeforeItArrives()
{
    frame(Kind::Sized, 11);
    read(10);
    QCOMPARE(m_said, QStringList{u"error 413"_s});
}

void BodyReaderTest::moreThanTheMaximumOfAnUnknownLengthIsRefused()
{
    frame(Kind::Chunked);
    read(10);
    m_body->append("0123456789");
    QVERIFY(m_said.isEmpty());
    m_body->append("x");
    QCOMPARE(m_said, QStringList{u"error 413"_s});
    m_body->append("y");
    m_body->setComplete();
    QCOMPARE(m_said.size(), 1);
}

void BodyReaderTest::exactlyTheMaximumIsNot()
{
    frame(Kind::Chunked);
    read(10);
    m_body->append("0123456789");
    m_body->setComplete();
    QCOMPARE(m_said, QStringList{u"0123456789"_s});
}

void BodyReaderTest::aClientThatLeavesIsNotWaitedFor()
{
    frame(Kind::Sized, 6);
    read(10);
    m_body->append("ab");
    m_body.reset();
    QVERIFY(m_said.isEmpty());
}

QTEST_APPLESS_MAIN(BodyReaderTest)
#include "tst_bodyreader.moc"
