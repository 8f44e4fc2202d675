// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/plan.h"

#include "tests/soak/dice.h"

#include <array>

using namespace Qt::StringLiterals;

namespace cpx::soak {

namespace {

constexpr qsizetype kibi = 1024;
constexpr qsizetype largest = 2 * kibi * kibi;

struct Chance
{
    Fault fault;
    int permille;
};

/// Thirty requests of a hundred go wrong. Stalls are rare because each holds its client for the whole limit.
constexpr std::array chances{
    Chance{Fault::ResetUnread, 14}, Chance{Fault::CloseUnread, 14}, Chance{Fault::ResetBeforeHead, 14},
    Chance{Fault::CloseBeforeHead, 14}, Chance{Fault::ResetAfterHead, 14}, Chance{Fault::CloseAfterHead, 14},
    Chance{Fault::ResetInBody, 24}, Chance{Fault::CloseInBody, 24}, Chance{Fault::BadChunkSize, 10},
    Chance{Fault::BadChunkEnd, 10}, Chance{Fault::GarbageHead, 10}, Chance{Fault::HugeHead, 6},
    Chance{Fault::TooManyInterims, 6}, Chance{Fault::SwitchingProtocols, 6}, Chance{Fault::AmbiguousLength, 6},
    Chance{Fault::StallBeforeHead, 5}, Chance{Fault::StallInBody, 5}, Chance{Fault::Interims, 14},
    Chance{Fault::EarlyRefusal, 14},
    Chance{Fault::Surplus, 14}, Chance{Fault::ClosesAfterwards, 24}, Chance{Fault::LeaveInUpload, 14},
    Chance{Fault::LeaveWaiting, 14}, Chance{Fault::LeaveInStream, 14}, Chance{Fault::LeaveInSilence, 14}};

constexpr std::array<const char *, faultCount> names{
    "none", "reset-unread", "close-unread", "reset-before-head", "close-before-head", "reset-after-head",
    "close-after-head", "reset-in-body", "close-in-body", "bad-chunk-size", "bad-chunk-end", "garbage-head", "huge-head",
    "too-many-interims", "switching-protocols", "ambiguous-length", "stall-before-head", "stall-in-body", "interims",
    "early-refusal", "surplus", "closes-afterwards", "leave-in-upload", "leave-waiting", "leave-in-stream",
    "leave-in-silence"};

struct Exclusion
{
    Fault fault;
    const char *reason;
    bool isUntilCloseOnly = false; ///< with answers that end with their connection
};

/// What Qt 6.4's own client cannot do, whatever is switched off.
constexpr std::array exclusions{
    Exclusion{Fault::ResetAfterHead, "it takes a reset for the end of the answer", true},
    Exclusion{Fault::ResetInBody, "it takes a reset for the end of the answer", true},
    Exclusion{Fault::BadChunkEnd, "it takes the bytes beyond a chunk for the next chunk's size line and reads 0 from it"},
    Exclusion{Fault::AmbiguousLength, "it accepts Content-Length and Transfer-Encoding together"},
    Exclusion{Fault::HugeHead, "it reads a head of any length"},
    Exclusion{Fault::SwitchingProtocols, "it takes 101 for an answer without a body and keeps the connection"},
    Exclusion{Fault::Interims, "it takes 103 for the final answer"},
    Exclusion{Fault::TooManyInterims, "it takes 103 for the final answer"},
};

Fault drawFault(Dice &dice)
{
    int roll = dice.below(1000);
    for (const Chance &chance : chances) {
        if (roll < chance.permille)
            return chance.fault;
        roll -= chance.permille;
    }
    return Fault::None;
}

/// Mostly small, sometimes large: as requests and answers are.
qsizetype drawSize(Dice &dice)
{
    const int roll = dice.below(100);
    if (roll < 5)
        return 0;
    if (roll < 55)
        return 1 + dice.below(2 * kibi);
    if (roll < 97)
        return 1 + dice.below(120 * kibi);
    return 1 + dice.below(largest);
}

void drawRequest(Plan &plan, Dice &dice)
{
    if (dice.percent(65)) {
        plan.method = "POST";
        plan.requestFraming = dice.percent(20) ? Plan::RequestFraming::Chunked : Plan::RequestFraming::Sized;
        plan.requestSize = drawSize(dice);
        if (dice.percent(30))
            plan.uploadPiece = qMax<qsizetype>(plan.requestSize / (1 + dice.below(30)), 1);
        plan.waitsForContinue = plan.requestSize > 0 && dice.percent(5);
        plan.readsSlowly = dice.percent(10);
    } else if (dice.percent(5)) {
        plan.method = "HEAD";
    }
    plan.keepsConnection = dice.percent(80);
    if (plan.requestFraming != Plan::RequestFraming::Chunked && !plan.waitsForContinue && dice.percent(6)) {
        plan.isHttp10 = true;
        plan.keepsConnection = false;
    }
}

void drawAnswer(Plan &plan, Dice &dice)
{
    constexpr std::array refusals{429, 500, 503, 529};
    if (dice.percent(8))
        plan.status = refusals[size_t(dice.below(int(refusals.size())))];
    else if (dice.percent(2))
        plan.status = 204;
    plan.answerSize = drawSize(dice);
    const int roll = dice.below(100);
    plan.answerFraming = roll < 35 ? Plan::AnswerFraming::Sized
        : roll < 90                ? Plan::AnswerFraming::Chunked
                                   : Plan::AnswerFraming::UntilClose;
    plan.isEvents = plan.answerFraming != Plan::AnswerFraming::Sized && dice.percent(70);
    plan.chunkSize = dice.percent(30) ? 1 + dice.below(40) : dice.percent(50) ? 1 + dice.below(5 * kibi) : 64 * kibi;
    constexpr std::array pieces{0, 1, 3, 17, 1000, 16 * 1024};
    plan.answerPiece = pieces[size_t(dice.below(int(pieces.size())))];
    plan.latencyMs = dice.percent(50) ? 0 : dice.below(30);
    plan.stallMs = dice.percent(5) ? 50 + dice.below(300) : 0;
    plan.announcesClose = dice.percent(10);
    plan.readingPauseMs = dice.percent(8) ? 20 + dice.below(200) : 0;
}

/// Bends the plan so far that its fault can happen.
void makeRoomForFault(Plan &plan, Dice &dice)
{
    const auto needsBody = [&] {
        plan.status = 200;
        if (plan.method == "HEAD")
            plan.method = "GET";
        plan.answerSize = qMax<qsizetype>(plan.answerSize, 64);
    };
    const auto needsUpload = [&](qsizetype size) {
        plan.method = "POST";
        if (plan.requestFraming == Plan::RequestFraming::None)
            plan.requestFraming = Plan::RequestFraming::Sized;
        plan.requestSize = qMax(plan.requestSize, size);
        plan.waitsForContinue = false;
        plan.uploadPiece = plan.requestSize / 20;
    };
    switch (plan.fault) {
    case Fault::CloseAfterHead:
    case Fault::CloseInBody:
        needsBody();
        if (plan.answerFraming == Plan::AnswerFraming::UntilClose) // there an orderly end is the regular one
            plan.answerFraming = Plan::AnswerFraming::Chunked;
        break;
    case Fault::ResetAfterHead:
    case Fault::ResetInBody:
    case Fault::StallInBody:
        needsBody();
        break;
    case Fault::BadChunkSize:
    case Fault::BadChunkEnd:
        needsBody();
        plan.answerFraming = Plan::AnswerFraming::Chunked;
        break;
    case Fault::EarlyRefusal:
        needsUpload(100 * kibi);
        plan.status = 413;
        plan.answerFraming = Plan::AnswerFraming::Sized;
        plan.answerSize = qMin<qsizetype>(plan.answerSize, 4 * kibi);
        plan.announcesClose = true;
        plan.keepsConnection = false;
        plan.latencyMs = 0;
        plan.readsSlowly = false;
        break;
    case Fault::ClosesAfterwards:
    case Fault::Surplus:
        plan.announcesClose = false;
        if (plan.answerFraming == Plan::AnswerFraming::UntilClose)
            plan.answerFraming = Plan::AnswerFraming::Sized;
        plan.closePauseMs = dice.below(6);
        // In one segment with its answer: what comes later, when the connection carries the next request, nobody can tell.
        if (plan.fault == Fault::Surplus)
            plan.answerSize = qMin<qsizetype>(plan.answerSize, 4 * kibi);
        break;
    case Fault::LeaveInUpload:
        needsUpload(20 * kibi);
        plan.leaveAfter = dice.below(int(plan.requestSize - 1));
        break;
    case Fault::LeaveInStream:
    case Fault::LeaveInSilence:
        needsBody();
        plan.leaveAfter = 1 + dice.below(int(qMin<qsizetype>(plan.answerSize, 64 * kibi)));
        plan.answerSize = qMax(plan.answerSize, plan.leaveAfter + 16 * kibi); // more than is sent until it has to be over
        break;
    default:
        break;
    }
    plan.faultAt = plan.leaves() ? plan.leaveAfter : dice.below(int(plan.answerSize) + 1);
    if (plan.answerFraming == Plan::AnswerFraming::Sized) // all of it would be the regular end
        plan.faultAt = qMin(plan.faultAt, qMax<qsizetype>(plan.answerSize - 1, 0));
    if (plan.leaves()) {
        plan.keepsConnection = false;
        plan.leavePauseMs = dice.below(100);
        plan.leavesWithReset = dice.percent(50);
        plan.readingPauseMs = 0;
        plan.stallMs = 0;
    }
}

} // namespace

const char *nameOf(Fault fault)
{
    return names[size_t(fault)];
}

const char *notForStock(const Plan &plan)
{
    const bool isUntilClose = plan.answerFraming == Plan::AnswerFraming::UntilClose;
    for (const Exclusion &exclusion : exclusions) {
        if (exclusion.fault == plan.fault && (isUntilClose || !exclusion.isUntilCloseOnly))
            return exclusion.reason;
    }
    return nullptr;
}

int allowedArrivals(const Plan &plan, bool stock)
{
    const int withoutBody = stock ? 4 : 2; // Qt tries three times more, on new connections, too
    switch (plan.requestFraming) {
    case Plan::RequestFraming::None: return withoutBody;
    case Plan::RequestFraming::Sized:
    case Plan::RequestFraming::Chunked: return 1;
    }
    Q_UNREACHABLE();
}

Plan planFor(quint64 seed, int id, bool stock)
{
    Dice dice(seed, id);
    Plan plan;
    plan.seed = seed;
    plan.id = id;
    plan.fault = drawFault(dice);
    drawRequest(plan, dice);
    drawAnswer(plan, dice);
    if (stock && notForStock(plan))
        plan.fault = Fault::None;
    if (stock && plan.requestFraming == Plan::RequestFraming::Chunked) // which it refuses with 411
        plan.requestFraming = Plan::RequestFraming::Sized;
    makeRoomForFault(plan, dice);
    if (plan.method == "HEAD" || plan.status == 204)
        plan.answerFraming = Plan::AnswerFraming::None;
    const bool isPlain = plan.fault == Fault::None && !plan.isHttp10 && !plan.waitsForContinue && plan.uploadPiece == 0
        && plan.requestSize < 4 * kibi;
    plan.canBeFollowed = isPlain && plan.keepsConnection;
    plan.isPipelined = isPlain && dice.percent(15);
    return plan;
}

QByteArrayView Plan::requestBody() const
{
    return Dice::text(seed, id, 0, requestSize);
}

QByteArrayView Plan::answerBody() const
{
    return Dice::text(seed, id, 1, answerSize);
}

QByteArray Plan::check() const
{
    return QByteArray::number(Dice(seed, id).next(), 16);
}

Outcome Plan::outcome() const
{
    switch (fault) {
    case Fault::None:
    case Fault::Interims:
    case Fault::EarlyRefusal:
    case Fault::Surplus:
    case Fault::ClosesAfterwards: return Outcome::Whole;
    case Fault::ResetUnread:
    case Fault::CloseUnread:
    case Fault::ResetBeforeHead:
    case Fault::CloseBeforeHead:
    case Fault::GarbageHead:
    case Fault::HugeHead:
    case Fault::TooManyInterims:
    case Fault::SwitchingProtocols:
    case Fault::AmbiguousLength:
    case Fault::StallBeforeHead: return Outcome::GatewayError;
    case Fault::CloseAfterHead:
    case Fault::CloseInBody:
    case Fault::BadChunkSize:
    case Fault::BadChunkEnd:
    case Fault::StallInBody: return Outcome::Cut;
    case Fault::ResetAfterHead:
    case Fault::ResetInBody: return Outcome::CutOrGatewayError;
    case Fault::LeaveInUpload:
    case Fault::LeaveWaiting:
    case Fault::LeaveInStream:
    case Fault::LeaveInSilence: return Outcome::Left;
    }
    Q_UNREACHABLE();
}

QString Plan::text() const
{
    static constexpr std::array framings{"no body", "sized", "chunked", "until-close"};
    static constexpr std::array outcomes{"the whole answer", "502 or 504", "a cut", "a cut or 502", "nothing"};
    return u"%1%2 %3 bytes %4, upload piece %5%6 -> %7 %8 %9 bytes"_s
               .arg(QString::fromLatin1(method), isHttp10 ? u" (1.0)"_s : QString())
               .arg(requestSize)
               .arg(QLatin1StringView(framings[size_t(requestFraming)]))
               .arg(uploadPiece)
               .arg(waitsForContinue ? u", waits for 100"_s : QString())
               .arg(status)
               .arg(QLatin1StringView(framings[size_t(answerFraming)]))
               .arg(answerSize)
        + u" in chunks of %1, pieces of %2, latency %3 ms, stall %4 ms; fault %5 at byte %6"_s.arg(chunkSize)
              .arg(answerPiece)
              .arg(latencyMs)
              .arg(stallMs)
              .arg(QLatin1StringView(nameOf(fault)))
              .arg(leaves() ? leaveAfter : faultAt)
        + (isPipelined ? u"; pipelined"_s : QString())
        + u"; expected: %1"_s.arg(QLatin1StringView(outcomes[size_t(outcome())]));
}

} // namespace cpx::soak
