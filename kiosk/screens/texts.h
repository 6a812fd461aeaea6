// Every sentence the kiosk can show, once, by screen. A test holds this table against each catalogue in assets/locale.
// Words of one screen have that screen as context; `common` is what several screens say. Constants; any thread.
#pragma once

#include "kiosk/screens/text.h"

namespace foyer::screens::texts {

// Common frame
inline constexpr Text kBack{"common", "Back"};
inline constexpr Text kNext{"common", "Next"};
inline constexpr Text kClose{"common", "Close"};
inline constexpr Text kAccessibility{"common", "Accessibility"};
inline constexpr Text kLanguage{"common", "Language"};
inline constexpr Text kPrivacy{"common", "Privacy"};

// Keyboard
inline constexpr Text kKeyNext{"keyboard", "Next"};
inline constexpr Text kKeySpace{"keyboard", "space"};
inline constexpr Text kKeyShift{"keyboard", "Shift"};
inline constexpr Text kKeyBackspace{"keyboard", "Backspace"};
inline constexpr Text kKeySymbols{"keyboard", "123"};
inline constexpr Text kKeyLetters{"keyboard", "ABC"};
inline constexpr Text kKeyAccents{"keyboard", "áäç"};
inline constexpr Text kKeyCaretLeft{"keyboard", "Move left"};
inline constexpr Text kKeyCaretRight{"keyboard", "Move right"};
inline constexpr Text kClearField{"keyboard", "Clear"};

// Attract
inline constexpr Text kAttractTitle{"attract", "Welcome"};
inline constexpr Text kAttractStart{"attract", "Touch to check in"};

// Home
inline constexpr Text kHomeTitle{"home", "Welcome"};
inline constexpr Text kHomeQuestion{"home", "What brings you here today?"};
inline constexpr Text kDropIn{"home", "Drop in"};
inline constexpr Text kDropInSub{"home", "New here, or no booking"};
inline constexpr Text kMeeting{"home", "Meet someone"};
inline constexpr Text kMeetingSub{"home", "You are expected"};
inline constexpr Text kTour{"home", "Tour or trial day"};
inline constexpr Text kTourSub{"home", "See the space"};
inline constexpr Text kLeaveContacts{"home", "Leave contacts"};
inline constexpr Text kLeaveContactsSub{"home", "We will get back to you"};
inline constexpr Text kLeaving{"home", "I am leaving"};
inline constexpr Text kLeavingSub{"home", "Check out"};
inline constexpr Text kStaffHelp{"home", "Staff can help: ask at the desk."};
inline constexpr Text kNeedsStaff{"home", "Staff: please look at this tablet. Check-in works."};

// Host
inline constexpr Text kHostTitle{"host", "Who are you meeting?"};
inline constexpr Text kHostName{"host", "Name of the person (optional)"};
inline constexpr Text kHostWithoutName{"host", "Continue without a name"};

// Details
inline constexpr Text kDetailsTitle{"details", "Your details"};
inline constexpr Text kLeaveDetailsTitle{"details", "Leave your details"};
inline constexpr Text kFullName{"details", "Full name"};
inline constexpr Text kEmail{"details", "Email"};
inline constexpr Text kPhone{"details", "Phone"};
inline constexpr Text kPhoneOptional{"details", "Phone (optional)"};
inline constexpr Text kCompanyOptional{"details", "Company (optional)"};
inline constexpr Text kWhyEmail{"details", "So that we can reach you. Nothing else."};
inline constexpr Text kWhyPhone{"details", "So that we can call you about your visit."};
inline constexpr Text kEnterName{"details", "Enter your name"};
inline constexpr Text kEnterEmail{"details", "Enter an email like name@example.com"};
inline constexpr Text kEnterPhone{"details", "Enter a phone number"};
inline constexpr Text kFieldFull{"details", "This field is full"};
inline constexpr Text kNoSpaceInEmail{"details", "An email has no spaces"};
inline constexpr Text kCharacterRefused{"details", "This character cannot be used here"};

inline constexpr Text kDidYouMean{"details", "Did you mean {address}?"};
inline constexpr Text kYesFix{"details", "Yes, fix"};
inline constexpr Text kNoKeep{"details", "No"};

// Check and confirm
inline constexpr Text kConfirmTitle{"confirm", "Is this right?"};
inline constexpr Text kRowReason{"confirm", "Visit"};
inline constexpr Text kRowHost{"confirm", "Meeting"};
inline constexpr Text kRowName{"confirm", "Name"};
inline constexpr Text kRowEmail{"confirm", "Email"};
inline constexpr Text kRowPhone{"confirm", "Phone"};
inline constexpr Text kRowCompany{"confirm", "Company"};
inline constexpr Text kChange{"confirm", "Change"};
inline constexpr Text kCheckIn{"confirm", "Check in"};
inline constexpr Text kLeaveDetails{"confirm", "Leave my details"};
inline constexpr Text kNotice{"confirm", "We keep your visit so that reception knows who is in the building."};
inline constexpr Text kNoticeContact{"confirm", "We keep your details so that we can get back to you."};
inline constexpr Text kSaving{"confirm", "Saving …"};

// Done
inline constexpr Text kDoneCheckedInName{"done", "You are checked in, {name}"};
inline constexpr Text kDoneCheckedIn{"done", "You are checked in"};
inline constexpr Text kDoneLeftName{"done", "Thank you, {name}"};
inline constexpr Text kDoneCheckedOut{"done", "Thank you"};
inline constexpr Text kDoneUndone{"done", "Your check-in has been taken back"};
inline constexpr Text kDoneSaved{"done", "Saved on this tablet. Reception may ask your name."};
inline constexpr Text kDoneTellHost{"done", "Saved on this tablet. Reception will tell {host}."};
inline constexpr Text kDoneLeftSaved{"done", "Your details are saved on this tablet. We will get back to you."};
inline constexpr Text kDoneCheckedOutSub{"done", "If you were checked in, you are checked out now."};
inline constexpr Text kDoneUndoneSub{"done", "You can start again, or ask at the desk."};
inline constexpr Text kDoneDone{"done", "Done"};
inline constexpr Text kDoneNotMe{"done", "That is not me"};
inline constexpr Text kDoneKeep{"done", "Keep on screen"};
inline constexpr Text kDoneAnother{"done", "Check in another person"};
inline constexpr Text kDoneAnotherDetails{"done", "Details of another person"};
inline constexpr PluralText kDoneClears{"done", "Screen clears in {n} second", "Screen clears in {n} seconds"};

// Leaving
inline constexpr Text kLeavingTitle{"leaving", "Goodbye"};
inline constexpr Text kLeavingHint{"leaving", "Type the email you used"};
inline constexpr Text kLeavingEmail{"leaving", "Email"};
inline constexpr Text kCheckOut{"leaving", "Check out"};

// Language
inline constexpr Text kLanguageTitle{"language", "Language"};

// Accessibility
inline constexpr Text kAccessibilityTitle{"accessibility", "Accessibility"};
inline constexpr Text kTextSize{"accessibility", "Text size"};
inline constexpr Text kTextNormal{"accessibility", "Normal text"};
inline constexpr Text kTextLarge{"accessibility", "Large text"};
inline constexpr Text kTextLargest{"accessibility", "Largest text"};
inline constexpr Text kContrast{"accessibility", "Contrast"};
inline constexpr Text kLight{"accessibility", "Light"};
inline constexpr Text kDark{"accessibility", "Dark"};
inline constexpr Text kHighContrast{"accessibility", "High contrast"};
inline constexpr Text kTime{"accessibility", "Time and motion"};
inline constexpr Text kMoreTime{"accessibility", "More time"};
inline constexpr Text kReduceMotion{"accessibility", "Reduce motion"};

// Privacy
inline constexpr Text kPrivacyTitle{"privacy", "Privacy"};
inline constexpr Text kPrivacyWhat{"privacy", "What we keep"};
inline constexpr Text kPrivacyWhatText{
    "privacy",
    "Your name, how to reach you, and when you came and left. Nothing you typed is kept if you stop half-way."};
inline constexpr Text kPrivacyWhy{"privacy", "What for"};
inline constexpr Text kPrivacyWhyText{
    "privacy", "So that reception knows who is in the building and can answer you. It is not used for advertising."};
inline constexpr Text kPrivacyRights{"privacy", "Your rights"};
inline constexpr Text kPrivacyRightsText{
    "privacy", "Ask at the desk to see, correct or delete what {organisation} has stored about you."};

// Still there?
inline constexpr Text kStillThereTitle{"still_there", "Are you still there?"};
inline constexpr PluralText kStillThereClears{"still_there", "What you typed will be cleared in {n} second.",
                                              "What you typed will be cleared in {n} seconds."};
inline constexpr Text kStay{"still_there", "I need more time"};
inline constexpr Text kFinish{"still_there", "Clear and finish"};

// Trouble
inline constexpr Text kTroubleTitle{"trouble", "That could not be saved"};
inline constexpr Text kTroubleText{"trouble", "Nothing you typed is lost. Try again, or ask at the desk."};
inline constexpr Text kTroubleFull{
    "trouble", "Nothing you typed is lost, but this tablet has no space left. Please ask at the desk."};
inline constexpr Text kStillSavingTitle{"trouble", "Still saving …"};
inline constexpr Text kStillSavingText{
    "trouble", "This takes longer than usual. Please wait: the screen moves on by itself. Or ask at the desk."};
inline constexpr Text kRetry{"trouble", "Try again"};
inline constexpr Text kCancel{"trouble", "Cancel"};

}  // namespace foyer::screens::texts
