### Proposals, suggestions and bills.

proposals-kind-proposal = Proposal
proposals-kind-suggestion = Suggestion
proposals-kind-bill = Bill
proposals-kind-commitment = Commitment

proposals-form-single = By one person
proposals-form-joint = Joint
proposals-form-delegation = By a delegation, sector or group
proposals-form-committee = By a special committee
proposals-form-party = By a party or people's organisation
proposals-form-presidium = By the presidium
proposals-form-standing = By the standing committee
proposals-form-government = By the government

proposals-party-lead = Lead proposer
proposals-party-cosigner = Co-signer
proposals-party-merged = Proposer of a merged one
proposals-party-supporter = Supporter
proposals-party-state-invited = Invited
proposals-party-state-signed = Signed
proposals-party-state-declined = Declined

proposals-part-lead = Lead unit
proposals-part-co = Co-handling
proposals-part-separate = Separate handling

proposals-handling-assigned = To be accepted
proposals-handling-accepted = In hand
proposals-handling-reviewing = Under review
proposals-handling-replied = Replied
proposals-handling-opinion_given = Opinion given
proposals-handling-taken_back = Taken back

proposals-contact-phone = Telephone
proposals-contact-visit = Visit
proposals-contact-meeting = Meeting
proposals-contact-letter = Letter

proposals-request-return = Return request
proposals-request-change = Suggest another unit
proposals-request-add = Suggest an additional unit
proposals-request-extension = Ask for an extension
proposals-ruling-granted = Granted
proposals-ruling-refused = Refused

proposals-not-filed-source = Rules on the work with proposals, on not filing
proposals-not-filed-secret = Touches secrets of the Party or the state
proposals-not-filed-prohibited = Prohibited by the state
proposals-not-filed-party_internal = Organisation or personnel inside the Party
proposals-not-filed-democratic_party = Internal affairs of a democratic party
proposals-not-filed-litigation = In litigation or arbitration
proposals-not-filed-academic = Academic discussion
proposals-not-filed-personal = A personal matter of one's own or of a relative
proposals-not-filed-promotion = Promotes a work or product
proposals-not-filed-accusation = Accuses somebody by name
proposals-not-filed-empty = Empty, without a concrete suggestion

proposals-returned-several_matters = More than one matter
proposals-returned-no_reason = Facts and reason are missing
proposals-returned-no_demand = No concrete demand
proposals-returned-forwarded_letter = Forwards somebody's letter
proposals-returned-personal_affair = A personal affair
proposals-returned-concrete_case = A concrete case
proposals-returned-product_promotion = Promotes a product
proposals-returned-outside_powers = Outside the powers of this level
proposals-returned-too_few_names = Too few names
proposals-returned-bill_incomplete = Subject, grounds or plan incomplete
proposals-returned-other = Other

proposals-reviewed-not_to_the_point = Does not answer point by point
proposals-reviewed-inaccurate = Facts or figures are wrong
proposals-reviewed-against_policy = Against law or policy
proposals-reviewed-vague = Measures or dates are vague
proposals-reviewed-wrong_class = Wrong class
proposals-reviewed-co_opinion_missing = Co-handlers' opinions not taken up
proposals-reviewed-too_little_contact = Too little contact with the proposer
proposals-reviewed-wording = Wording or layout
proposals-reviewed-other = Other

proposals-meaning-solved = Solved or mostly solved
proposals-meaning-solving = Being solved or planned
proposals-meaning-planned = Later, as conditions allow
proposals-meaning-reference = For reference
proposals-answer-gist-missing = Say the gist ({ $requires }), in at least { $n } characters.
proposals-answer-too-many-promises = There can be at most { $n } promises.
proposals-answer-no-letter = Write the text of the reply.
proposals-answer-letter-too-long = The text can't exceed { $n } characters.
proposals-answer-no-class = Choose the class of the reply.
proposals-answer-no-promise = A reply of this class must say what is promised and by when.
proposals-answer-promise-empty = Say what is promised.
proposals-answer-promise-past = A promised date lies after today.
proposals-answer-promise-order = Put the stages in the order of time.
proposals-answer-promise-class = A reply of this class promises nothing; if it does, choose the class for it.

proposals-rating-satisfied = Satisfied
proposals-rating-basically = Basically satisfied
proposals-rating-dissatisfied = Dissatisfied
proposals-standing-satisfied = Satisfied
proposals-standing-basically = Basically satisfied
proposals-standing-dissatisfied = Dissatisfied
proposals-standing-unrated = Unrated
proposals-counting-lead = The lead proposer's rating counts
proposals-counting-any = One dissatisfied is enough
proposals-counting-majority = The majority counts

proposals-stage-planned = Planned
proposals-stage-started = Work begun
proposals-stage-in_use = In use

proposals-paper-title-short = A title has at least { $n } characters.
proposals-paper-title-long = A title has at most { $n } characters.
proposals-paper-background-short = Give facts and reason, in at least { $n } characters.
proposals-paper-demand-short = Make a concrete demand, in at least { $n } characters.
proposals-paper-bill-grounds = A bill needs its grounds, in at least { $n } characters.
proposals-paper-bill-plan = A bill needs its plan, in at least { $n } characters.
proposals-paper-text-long = The text can't exceed { $n } characters.
proposals-hint-several_matters = The title seems to name two matters. One each is handled better.
proposals-hint-forwarded_letter = This seems to forward somebody's letter. Letters from the public go to the petitions office.
proposals-hint-personal_affair = This touches a personal affair and may not be accepted.
proposals-hint-concrete_case = This touches a concrete case and may not be accepted.
proposals-hint-product_promotion = This seems to promote a product and may not be accepted.
proposals-hint-vague_demand = No concrete measure was found. Say what should be done, and by whom.
proposals-hint-short_reason = The reason is short; facts and figures would make it stronger.

proposals-category-agriculture = Agriculture and countryside
proposals-category-industry = Industry and technology
proposals-category-urban = Urban and rural construction
proposals-category-transport = Transport
proposals-category-environment = Environment
proposals-category-education = Education
proposals-category-health = Health
proposals-category-culture = Culture, tourism and sport
proposals-category-livelihood = Livelihood
proposals-category-law = Law and order
proposals-category-finance = Finance
proposals-category-other = Other
