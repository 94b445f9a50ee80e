import { comparableStem } from '../words.ts'
import { plainForm } from './irregular-forms.ts'

/**
 * Verbs that mean something else with a small word that follows them, each with words that mean the same. The verb is in
 * its plain form.
 */
const table = `
account for:explain constitute | act on:follow | add up:sum total | back up:support | base on:rely | be over:end | blow up:explode
break down:fail collapse | break in:burgle | break into:burgle | break out:start erupt | break up:separate | bring about:cause
bring back:return restore | bring down:reduce lower | bring forward:advance | bring in:introduce | bring up:raise rear mention
build up:accumulate | burn down:destroy | buy out:purchase | call for:demand require urge | call off:cancel | call on:urge ask visit
call up:phone | calm down:calm | carry on:continue | carry out:perform conduct execute implement | catch up:reach | check in:register
check out:leave | clean up:clean | clear up:resolve clarify | close down:shut close | come about:happen | come across:find
come back:return | come down:fall decrease | come from:originate stem | come into:start | come out:appear publish
come to:amount total | come up:arise occur | come under:belong | cool down:cool | count on:rely | cross out:delete | cut back:reduce
cut down:reduce fell | cut off:disconnect stop | cut out:remove | deal with:handle manage address | depend on:rely | die down:subside
die of:kill | die out:vanish | do without:lack | draw up:draft prepare write | drive out:expel | drop off:deliver fall | drop out:leave
end up:finish | fall apart:collapse | fall behind:lag | fall down:collapse | fall off:decrease | fall short:fail miss | fall through:fail
figure out:understand determine | fill in:complete | fill out:complete | fill up:fill | find out:discover learn | get away:escape
get back:return recover | get in:enter | get off:leave | get on:board | get out:leave exit | get over:recover | get rid:remove dispose
get together:meet gather | get up:rise | give away:donate | give back:return | give in:yield surrender | give off:emit
give out:distribute | give up:abandon quit stop surrender | give way:yield | go ahead:proceed | go away:leave | go back:return
go bankrupt:fail | go by:pass | go down:fall decrease | go for:choose | go into:enter | go off:explode | go on:continue happen
go out:leave | go over:review | go through:read undergo review | go up:rise increase | go without:lack | grow up:mature | hand back:return
hand down:pass | hand in:submit | hand out:distribute | hand over:deliver give transfer | hang up:end | head for:go | hold back:restrain
hold off:wait delay | hold on:wait | hold out:last | hold up:delay | keep away:avoid | keep back:retain | keep from:prevent
keep off:avoid | keep on:continue | keep out:exclude | keep up:maintain | knock down:demolish | lay down:establish specify
lay off:dismiss fire | lay out:arrange | leave behind:abandon | leave out:omit exclude | let down:disappoint | let in:admit
let off:excuse | let out:release rent | look after:care tend | look ahead:plan | look at:examine consider | look for:seek search
look forward:expect anticipate | look into:investigate examine | look out:watch | look over:review | look through:review
look up:check search | make out:discern | make sure:ensure check | make up:constitute form invent comprise compensate | make use:use
meet with:encounter | move in:enter | move out:leave | open up:open | own up:admit | pass away:die | pass on:transfer forward convey
pass out:faint | pass over:ignore | pay back:repay reimburse refund | pay off:repay succeed | phase out:discontinue | pick out:select
pick up:collect fetch | play down:minimise | point out:note mention indicate report | pull down:demolish | pull out:withdraw
pull through:survive | put away:store | put back:return | put down:suppress | put forward:propose suggest | put in:install
put into:invest | put off:postpone delay | put on:wear | put out:extinguish | put together:assemble | put up:build install accommodate
rely on:depend | result from:cause | result in:cause | rule out:exclude | run into:encounter | run off:flee | run on:use | run out:exhaust
run over:exceed | see to:ensure | sell off:sell | send back:return | send for:summon | send off:dispatch | send out:dispatch emit distribute
set aside:reserve | set back:delay | set free:release | set off:depart trigger | set out:depart explain | set up:establish install found
settle down:calm | settle on:choose | shut down:close stop | shut off:stop | sign off:approve | sign up:register enrol join
slow down:slow delay | sort out:resolve organise | speak up:talk | speed up:accelerate hasten | split up:separate | spring up:appear
stand by:support | stand for:represent mean | stand in:replace | stand out:excel | stand up:rise | start off:begin | start out:begin
stay away:avoid | stay on:remain | stay up:wake | step down:resign | step in:intervene | step up:increase | stick to:adhere follow
stop by:visit | sum up:summarise | sweep up:clean | switch off:disable deactivate stop | switch on:enable activate start
take after:resemble | take apart:dismantle | take away:remove | take back:return withdraw | take care:care tend | take down:remove
take effect:start apply | take in:absorb | take off:remove depart | take on:hire employ assume accept | take out:remove extract
take over:assume succeed acquire | take part:participate join | take place:happen occur hold | take up:start adopt occupy
talk over:discuss | tear down:demolish | tear up:destroy | think over:consider | think up:invent | throw away:discard dispose
throw out:discard expel | tidy up:clean | tie up:bind | track down:find | trade in:exchange | try on:test | try out:test
turn away:refuse | turn back:return | turn down:reject refuse decline | turn in:submit | turn into:become convert | turn off:disable stop
turn on:enable activate start | turn out:prove | turn over:transfer | turn up:appear arrive | use up:exhaust consume
wait for:await | wake up:wake | warm up:heat | wash out:clean | wash up:clean | watch out:beware | watch over:guard | wear away:erode
wear down:erode | wear off:fade | wear out:exhaust erode | win over:persuade | wind up:end | wipe out:destroy eliminate
work on:develop | work out:solve calculate develop | work together:cooperate collaborate | write down:record note | write off:cancel
write out:copy | write up:report
`

const phrases = new Map<string, Map<string, readonly string[]>>()
for (const entry of table.trim().split(/\s*[|\n]\s*/u)) {
  const [phrase = '', meanings = ''] = entry.split(':')
  const [verb = '', particle = ''] = phrase.split(' ')
  const stem = comparableStem(verb)
  const particles = phrases.get(stem) ?? new Map<string, readonly string[]>()
  phrases.set(stem, particles.set(particle, meanings.split(' ').map(comparableStem)))
}

/** Words that may stand between a verb and its small word: `put the meeting off`. */
const farthest = 4

/**
 * Stems of words that mean what a verb means together with a small word after it; none when it stands alone.
 * @param words The verb and what follows it in its sentence, folded.
 */
export function meaningsOf(words: readonly string[]): readonly string[] {
  const [verb = '', ...after] = words
  const particles = phrases.get(comparableStem(plainForm(verb)))
  if (particles === undefined) return []
  const found = after.slice(0, farthest).find((word) => particles.has(word))
  return found === undefined ? [] : (particles.get(found) ?? [])
}
