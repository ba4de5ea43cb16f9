package contact

import (
	"context"
	"fmt"

	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
	"honglinh/indexer/notify"
)

// acknowledge writes the message that an enquiry has come in.
func (d *Desk) acknowledge(ctx context.Context, tx private.Tx, e enquiry.Enquiry) error {
	if e.ReplyTo == "" || !d.Mail {
		return nil
	}
	status := d.status(e)
	subject := text.New(fmt.Sprintf("[%s] Đã nhận câu hỏi của bạn", e.Number), fmt.Sprintf("[%s] We have your enquiry", e.Number))
	body := text.New(fmt.Sprintf("Câu hỏi số %s đã được ghi nhận. Hạn trả lời: %s.\n\nTheo dõi, hoặc xoá câu hỏi cùng địa chỉ này, tại trang riêng:\n%s\n\nNếu không phải bạn gửi, hãy xoá ở trang trên.\n", e.Number, e.Due, status),
		fmt.Sprintf("Your enquiry has the number %s. An answer is due by %s.\n\nFollow it, or delete it together with this address, on its private page:\n%s\n\nIf it was not you who sent it, please delete it there.\n", e.Number, e.Due, status))
	return notify.Put(ctx, tx, notify.Message{ID: "enquiry-" + e.Number, Channel: notify.Email, To: e.ReplyTo, Subject: subject.In(e.Lang), Text: body.In(e.Lang),
		Created: e.Asked, Regarding: collection + "/" + e.Number})
}

// reply is the message with the answer; a mended answer is another message.
func (d *Desk) reply(e enquiry.Enquiry, version int64) notify.Message {
	about, _ := e.Title.Best(e.Lang)
	subject := text.New(fmt.Sprintf("[%s] Trả lời %s", e.Number, about), fmt.Sprintf("[%s] Answer %s", e.Number, about))
	body := text.New(fmt.Sprintf("%s\n\n— Câu hỏi của bạn (số %s) —\n%s\n\nTrang riêng của câu hỏi:\n%s\n", e.Answer, e.Number, e.Text, d.status(e)),
		fmt.Sprintf("%s\n\n— Your enquiry (number %s) —\n%s\n\nIts private page:\n%s\n", e.Answer, e.Number, e.Text, d.status(e)))
	return notify.Message{ID: fmt.Sprintf("answer-%s-%d", e.Number, version), Channel: notify.Email, To: e.ReplyTo, Subject: subject.In(e.Lang), Text: body.In(e.Lang),
		Created: d.Now().UTC(), Regarding: collection + "/" + e.Number}
}

func (d *Desk) status(e enquiry.Enquiry) string {
	return d.StatusURL(e.Lang, e.Number, d.People.Key(purpose, e.Number))
}

// URL is the public address of an enquiry's private page.
func (d *Desk) URL(lang text.Lang, number, key string) string { return d.StatusURL(lang, number, key) }
