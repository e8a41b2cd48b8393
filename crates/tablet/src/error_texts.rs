//! The English words of every error code: what happened, what is safe, what to do. `{name}` is filled from `details`.

use crate::views::ErrorCode;

const NOTHING_SENT: &str = "Nothing was sent and nothing has changed.";
const WORK_SAFE: &str = "Your work is safe on this tablet.";
const UNCHANGED: &str = "What was recorded before is unchanged.";

/// What happened, what is safe, what to do.
pub(crate) type Words = (&'static str, &'static str, &'static str);

/// The words for a code.
pub(crate) fn words(code: ErrorCode) -> Words {
    before_the_work(code).or_else(|| network(code)).or_else(|| visit(code)).unwrap_or_else(|| storage(code))
}

fn before_the_work(code: ErrorCode) -> Option<Words> {
    use ErrorCode::*;
    Some(match code {
        NotAnInvite => ("This code is no Feltbok invite.", NOTHING_SENT, "Ask the office for a new invite."),
        InviteChanged => ("The invite was changed after it was made.", NOTHING_SENT, "Do not use it. Ask the office."),
        InviteExpired => ("The invite expired at {expired_at}.", NOTHING_SENT, "Ask the office for a new one."),
        InviteUsed => ("The invite was used already.", NOTHING_SENT, "Ask the office for a new one."),
        InviteForeign => ("The invite is of another company.", NOTHING_SENT, "Ask your own office for an invite."),
        InviteOtherTechnician => {
            ("The invite is for another technician.", WORK_SAFE, "Ask the office for an invite in your own name.")
        }
        InviteUnsafe => (
            "The invite names an address that is not protected: {url}.",
            NOTHING_SENT,
            "Do not use it. Ask the office.",
        ),
        AlreadyEnrolled => ("This tablet is enrolled already.", WORK_SAFE, "Unlock it with its PIN."),
        WrongPin => ("The PIN is not right.", WORK_SAFE, "Try again."),
        PinWait => ("Too many wrong PINs.", WORK_SAFE, "Wait until {wait_until}, then try again."),
        PinForm => ("A PIN has {min} to {max} digits.", UNCHANGED, "Choose another one."),
        Locked => ("The tablet is locked.", WORK_SAFE, "Unlock it with the PIN."),
        NotEnrolled => ("This tablet belongs to no company yet.", "There is nothing on it.", "Scan an invite."),
        Erasing => (
            "The office has given this tablet for lost: it is being erased.",
            "What was not sent yet is sealed for the office.",
            "Call the office if this is wrong.",
        ),
        HandedOver => ("The tablet is with the customer.", WORK_SAFE, "Give the PIN to go on."),
        _ => return None,
    })
}

fn network(code: ErrorCode) -> Option<Words> {
    use ErrorCode::*;
    Some(match code {
        Unreachable => ("{host} cannot be reached.", WORK_SAFE, "Check the network. We try again by ourselves."),
        WrongServer => (
            "Something answers in place of {host}.",
            "Nothing was given to it.",
            "Sign in to the network, or ask the office.",
        ),
        Timeout => ("{host} did not answer in time.", WORK_SAFE, "We try again by ourselves."),
        Revoked => ("The office has signed this tablet off.", WORK_SAFE, "Ask the office for a new invite."),
        ServerRefused => ("The office's server said no ({code}).", WORK_SAFE, "Try again, or tell the office."),
        UpdateNeeded => ("This app is too old for the server.", WORK_SAFE, "Update the app."),
        _ => return None,
    })
}

fn visit(code: ErrorCode) -> Option<Words> {
    use ErrorCode::*;
    Some(match code {
        NotASticker => ("This is no SI sticker.", UNCHANGED, "Scan the sticker of the machine, or type its number."),
        WrongDigit => ("{typed} has a wrong digit.", UNCHANGED, "Look at the sticker again."),
        NotFound => ("This is not on the tablet.", WORK_SAFE, "Go back and open it again."),
        WrongState => ("This cannot be done while the job is {status}.", UNCHANGED, "Look at the job again."),
        JobBlocked => ("The job is blocked: {reason}.", UNCHANGED, "Call the office before you begin."),
        ReasonMissing => ("A reason is needed.", UNCHANGED, "Say why in a few words."),
        Sealed => {
            ("Work order {number} is finished.", "It stays as it was signed.", "Ask the office for a correction.")
        }
        UnknownMeter => ("This machine has no such meter.", UNCHANGED, "Choose one of its meters."),
        ReadingLower => (
            "{value} is lower than the last reading, {last}.",
            UNCHANGED,
            "Read it again. If the counter was reset, say why.",
        ),
        TimeOrder => ("The time ends before it begins, or lies ahead.", UNCHANGED, "Correct the times."),
        UnknownPart => ("{text} is no part that this tablet knows.", UNCHANGED, "Search by name, or ask the depot."),
        SerialUsed => ("Serial {serial} was used already.", UNCHANGED, "Look at the label again."),
        SerialMissing => ("This part is tracked by serial number.", UNCHANGED, "Scan or type its serial."),
        QuantityZero => ("At least one is needed.", UNCHANGED, "Give a quantity, or remove the part."),
        QuoteChanged => ("The quote has changed meanwhile.", UNCHANGED, "Show the customer the new total."),
        NotAnImage => ("This file is no photo.", UNCHANGED, "Take the photo again, or choose a JPEG, PNG or WebP."),
        ImageTooLarge => ("The photo has {megapixels} megapixels; {max} are read.", UNCHANGED, "Take a smaller one."),
        ImageTruncated => ("The photo breaks off.", UNCHANGED, "Take it again."),
        FileTooLarge => ("The file has {megabytes} MB; {max} are read.", UNCHANGED, "Take a smaller one."),
        SignatureBlank => ("There is no signature yet.", WORK_SAFE, "Sign in the field, or type the name."),
        SignerMissing => ("The name of who signs is missing.", WORK_SAFE, "Type the name."),
        ContentChanged => {
            ("The work order has changed since it was shown.", "Nothing was signed.", "Read it again, then sign.")
        }
        StillMissing => ("{count} things are still missing.", WORK_SAFE, "Open the close-out; each is a link."),
        NotPrepared => ("The work order was not shown yet.", "Nothing was signed.", "Show it first."),
        DocumentFailed => ("The work order could not be made.", WORK_SAFE, "Try again, or tell the office."),
        _ => return None,
    })
}

fn storage(code: ErrorCode) -> Words {
    use ErrorCode::*;
    match code {
        DiskFull => {
            ("The tablet's storage is full.", "What was saved before is safe.", "Free some space, then do it again.")
        }
        DatabaseNewer => (
            "The data on this tablet is of a newer version ({found}, this app knows {known}).",
            WORK_SAFE,
            "Update the app.",
        ),
        DatabaseDamaged => (
            "The tablet's database was damaged.",
            "The damaged file was kept aside, with all unsent work that could be read.",
            "Unlock again: everything is fetched from the office.",
        ),
        FileMissing => ("A file is not on this tablet.", WORK_SAFE, "It comes with the next sync."),
        KeyStore => {
            ("The tablet's keys cannot be read.", WORK_SAFE, "Unlock the system's key store, or ask the office.")
        }
        UnsentWork => ("{unsent} items were not sent yet.", WORK_SAFE, "Wait until they are sent."),
        InvalidInput => ("{field} is not right.", UNCHANGED, "Correct it."),
        _ => ("Something went wrong in the app.", WORK_SAFE, "Try again. If it stays, send the diagnostics."),
    }
}
